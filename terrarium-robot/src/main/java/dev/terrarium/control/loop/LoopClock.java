package dev.terrarium.control.loop;

import dev.terrarium.os.MonotonicClock;
import java.time.Duration;

/// The time of a loop, and how it waits for it; its thread's own.
interface LoopClock {
  /// Returns the time, as [System#nanoTime] tells it.
  long now();

  /// Waits for a time; returns at once if it has passed.
  void waitUntil(long nanoTime);

  /// The system's clock.
  final class OfSystem implements LoopClock {
    private final MonotonicClock clock = new MonotonicClock();
    private final long tail;

    OfSystem(Duration tail) {
      this.tail = tail.toNanos();
    }

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public void waitUntil(long nanoTime) {
      clock.waitUntil(nanoTime, tail);
    }
  }

  /// One that is never waited for: each deadline has just come.
  final class OfRehearsal implements LoopClock {
    private long now = System.nanoTime();

    @Override
    public long now() {
      return now;
    }

    @Override
    public void waitUntil(long nanoTime) {
      now = nanoTime;
    }
  }
}
