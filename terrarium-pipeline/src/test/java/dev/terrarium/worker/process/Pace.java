package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Measures by the real clock how long something takes, and meanwhile how long the machine lets a
/// thread that is due wait: what the machine stands still is not held against what is measured.
final class Pace implements AutoCloseable {
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(1);

  /// How many threads and processes act one after the other from what happens to who hears of it.
  private static final int STEPS = 4;

  private final long begin = System.nanoTime();
  private final Thread pulse = Thread.ofPlatform().daemon().name("pace").unstarted(this::beat);
  private volatile long longest;
  private volatile boolean isOver;

  private Pace() {}

  static Pace begin() {
    var pace = new Pace();
    pace.pulse.start();
    return pace;
  }

  private void beat() {
    long last = System.nanoTime();
    while (!isOver) {
      java.util.concurrent.locks.LockSupport.parkNanos(BEAT);
      long now = System.nanoTime();
      longest = Math.max(longest, now - last - BEAT);
      last = now;
    }
  }

  /// Returns what is to be allowed for the machine, so far.
  Duration stall() {
    return Duration.ofNanos(STEPS * longest);
  }

  /// Requires that no more time has passed than this, and what the machine stood still.
  void requireWithin(Duration most) {
    var took = Duration.ofNanos(System.nanoTime() - begin);
    close();
    assertThat(took).isLessThan(most.plus(stall()));
  }

  @Override
  public void close() {
    isOver = true;
    try {
      pulse.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
