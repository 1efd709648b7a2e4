package dev.terrarium.control.loop;

/// A clock that stands still unless somebody waits for it or moves it.
final class SteppedClock implements LoopClock {
  long now = 1_000_000_000;

  /// How late the next wake-up comes.
  long late;

  @Override
  public long now() {
    return now;
  }

  @Override
  public void waitUntil(long nanoTime) {
    now = Math.max(now, nanoTime) + late;
    late = 0;
  }

  void pass(long nanos) {
    now += nanos;
  }
}
