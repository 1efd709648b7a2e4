package dev.terrarium.safety;

import java.time.Duration;
import java.util.Objects;

/// How durations are told, and what is asked of those that somebody hands in.
public final class Durations {
  private Durations() {}

  /// Returns it as errors and logs tell it: `20 ms`, and `500000 ns` where it is below 1 ms.
  public static String words(Duration duration) {
    return duration.compareTo(Duration.ofMillis(1)) < 0
        ? duration.toNanos() + " ns"
        : duration.toMillis() + " ms";
  }

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
