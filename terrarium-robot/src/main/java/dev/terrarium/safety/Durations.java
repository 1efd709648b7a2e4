package dev.terrarium.safety;

import java.time.Duration;
import java.util.Objects;

/// What is asked of every duration that somebody hands in.
final class Durations {
  private Durations() {}

  static void requirePositive(Duration duration, String name) {
    Objects.requireNonNull(duration, () -> name + " is longer than nothing, not null");
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " is longer than nothing, not " + duration);
    }
  }

  /// Returns it in nanoseconds, or three centuries if it is longer.
  static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
        ? duration.toNanos()
        : Long.MAX_VALUE;
  }
}
