package dev.terrarium.control.loop;

import dev.terrarium.os.MonotonicClock;
import java.time.Duration;

/// The time of a loop, and how it waits for it; its thread's own.
interface LoopClock {
  /// Returns the time, as [System#nanoTime] tells it.
  long now();

  /// Waits for a time; returns at once if it has passed.
  void waitUntil(long nanoTime);

  /// Waits so often that waiting is compiled.
  default void rehearse() {}

  /// The system's clock.
  final class OfSystem implements LoopClock {
    /// So many are enough, with the turns that each of them spins.
    private static final int WAITS = 1_000;

    /// How long each is, besides what is spun, ns.
    private static final long WAIT = 5_000;

    /// So many calls are enough that spin no turn.
    private static final int CALLS = 20_000;

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

    @Override
    public void rehearse() {
      for (int wait = 0; wait < WAITS; wait++) {
        waitUntil(now() + tail + WAIT);
      }
      for (int call = 0; call < CALLS; call++) {
        long past = now();
        clock.sleepUntil(past);
        waitUntil(past);
      }
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
