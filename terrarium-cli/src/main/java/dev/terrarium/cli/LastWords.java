package dev.terrarium.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What is still to be written when the process is ended with a run under way.
///
/// The run's own threads may hang anywhere, so it is done on another one, and not waited for long.
final class LastWords {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final List<Runnable> words = new CopyOnWriteArrayList<>();

  /// Adds something that is to be done then, until it is taken back.
  Registration add(Runnable work) {
    words.add(work);
    return () -> words.remove(work);
  }

  /// Takes back what was added.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Does all of it, as far as that needs no waiting.
  void say() {
    var threads =
        words.stream()
            .map(work -> Thread.ofPlatform().name("terrarium-last-words").daemon().start(work))
            .toList();
    try {
      for (var thread : threads) {
        boolean _ = thread.join(LONGEST);
      }
    } catch (InterruptedException endingAnyway) {
      Thread.currentThread().interrupt();
    }
  }
}
