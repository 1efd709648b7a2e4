package dev.terrarium.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  void unheard(Duration patience, List<String> standing) {
    briefly(() -> {
      var sentence =
          "terrarium: the run did not stop within "
              + patience.toSeconds()
              + " seconds, so it was ended without cleaning up.";
      terminal.say(
          Stream.concat(Stream.of(sentence), standing.stream()).collect(Collectors.joining("\n")));
    });
  }

  /// The work was told to end at once.
  ///
  /// @param standing gives what of it runs on, as far as that is known
  void atOnce(Supplier<List<String>> standing) {
    briefly(() -> {
      var nodes = standing.get().stream().map(text -> "; " + text.lines().findFirst().orElse(""));
      terminal.say(
          "terrarium: ended at once, and nothing more was cleaned up"
              + nodes.collect(Collectors.joining()));
    });
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
