package dev.terrarium.control;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How a policy is asked.
///
/// @param rate how often in a second, 1 to 100; 20 to 100 is usual
/// @param hold how long its last target is held; then the arm gives way, and its joints are damped
public record PolicyOptions(double rate, Duration hold) {
  public PolicyOptions {
    if (!(rate >= 1 && rate <= 100)) {
      throw new IllegalArgumentException(
          "a policy's rate is %s times in a second: expected 1 to 100".formatted(rate));
    }
    if (hold.isNegative() || hold.isZero()) {
      throw new IllegalArgumentException(
          "a policy's targets are held longer than nothing, not " + hold);
    }
  }

  /// Returns what holds unless something is said: 50 times in a second, held for 200 ms.
  public static PolicyOptions standard() {
    return new PolicyOptions(50, Duration.ofMillis(200));
  }

  /// Returns these with another rate.
  public PolicyOptions withRate(double rate) {
    return new PolicyOptions(rate, hold);
  }

  /// Returns these with targets that are held for another time.
  public PolicyOptions withHold(Duration hold) {
    return new PolicyOptions(rate, hold);
  }

  long period() {
    return Math.round(1e9 / rate);
  }

  /// Returns the age of a target that is given at a time.
  Age age(long nanoTime) {
    return age(nanoTime, hold);
  }

  static Age age(long nanoTime, Duration hold) {
    if (hold.isNegative() || hold.isZero()) {
      throw new IllegalArgumentException("a target is held longer than nothing, not " + hold);
    }
    return new Age(nanoTime, nanos(hold));
  }

  /// Returns the hold, ns; one of more than 292 years never ends.
  long holdNanos() {
    return nanos(hold);
  }

  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }
}
