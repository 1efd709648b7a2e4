package dev.terrarium.safety;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A thread that waits for work, so that none has to be made when time is short: where all
/// processors are busy, whoever makes one waits until it runs.
final class Standby {
  private final CompletableFuture<Runnable> given = new CompletableFuture<>();

  private Standby() {}

  /// Starts one; null where the system has no more threads.
  static @Nullable Standby start(String name) {
    var standby = new Standby();
    try {
      Thread.ofPlatform().daemon().name(name).start(standby::run);
      return standby;
    } catch (OutOfMemoryError e) { // What the JVM throws where the system gives it no thread.
      return null;
    }
  }

  private void run() {
    given.join().run();
  }

  /// Gives a thread that stands by its work, once; where there is none, one is made.
  static void give(@Nullable Standby standby, String name, Runnable work) {
    if (standby == null) {
      Threads.start(name, work);
    } else {
      standby.given.complete(work);
    }
  }

  /// Ends it.
  void dismiss() {
    given.complete(() -> {});
  }
}
