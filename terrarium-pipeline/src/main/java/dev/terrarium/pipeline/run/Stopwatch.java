package dev.terrarium.pipeline.run;

import java.util.function.LongSupplier;

/// Shares out the time of one thread among those who work on it, each nanosecond to one of them.
final class Stopwatch {
  private final LongSupplier clock;
  private final long[] nanos;
  private int current;
  private long since;

  /// @param clock monotonic nanoseconds
  /// @param shares how many share; the time runs for the last of them first
  Stopwatch(LongSupplier clock, int shares) {
    this.clock = clock;
    this.nanos = new long[shares];
    this.current = shares - 1;
    this.since = clock.getAsLong();
  }

  /// Lets the time run for `share` from now on, and returns for whom it ran.
  int turnTo(int share) {
    long now = clock.getAsLong();
    nanos[current] += now - since;
    since = now;
    int before = current;
    current = share;
    return before;
  }

  long now() {
    return clock.getAsLong();
  }

  long nanosOf(int share) {
    return nanos[share];
  }
}
