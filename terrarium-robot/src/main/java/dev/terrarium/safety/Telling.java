package dev.terrarium.safety;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The telling of one change, by the thread that made it, or by another if that does not come back.
final class Telling {
  /// How long the thread that made the change is waited for.
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final Audience audience;
  private final CountDownLatch told = new CountDownLatch(1);

  Telling(Audience audience) {
    this.audience = audience;
    if (audience.isEmpty()) {
      told.countDown();
    }
  }

  /// Tells it; for the thread that made the change.
  void tell() {
    audience.tell();
    told.countDown();
  }

  /// Returns when it is told, or when a listener keeps that thread: then those behind the listener
  /// are told by a thread that is made for it.
  void await(RobotId robot) {
    try {
      if (!told.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        Threads.start("terrarium-safety-tell-" + robot, audience::tell);
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to; what follows must happen whether they are told or not.
      Thread.currentThread().interrupt();
    }
  }
}
