package dev.terrarium.cli;

import java.time.Duration;
import java.util.Optional;

/// Tells how a run comes to its end when the process is told to end.
///
/// @param terminal where a person is told
/// @param complaints where a program is told
record StopNotices(Terminal terminal, Complaints complaints) {
  /// How long a standard error that nobody reads may hold up the end.
  private static final Duration LONGEST = Duration.ofMillis(500);

  /// The work was told to end.
  void stopping() {
    briefly(() -> {
      terminal.endProgress();
      terminal.say("terrarium: stopping; once more to stop at once");
    });
  }

  /// The work does not end.
  ///
  /// @param standing what of it runs on, and where
  void unheard(Duration patience, Optional<String> standing) {
    briefly(() ->
        terminal.say(
            "terrarium: the run did not stop within "
                + patience.toSeconds()
                + " seconds, so it was ended without the nodes' clean-up."
                + standing.map(text -> "\n" + text).orElse("")));
  }

  /// The work, or the process, ends.
  void stopped() {
    briefly(complaints::tellInterrupted);
  }

  private static void briefly(Runnable telling) {
    try {
      Thread.ofPlatform().name("terrarium-notice").daemon().start(telling).join(LONGEST);
    } catch (InterruptedException endingAnyway) {
      Thread.currentThread().interrupt();
    }
  }
}
