package dev.terrarium.bus;

import java.time.Duration;

/// How often a topic may be handed on.
///
/// @param interval the least time between two messages of one path; zero for no limit
/// @param trailing whether the last one that was held back is handed on when the interval is over
public record ThrottleRule(Duration interval, boolean trailing) {
  public ThrottleRule {
    if (interval.isNegative()) {
      throw new IllegalArgumentException(
          "The interval of a throttle is at least zero, not " + interval);
    }
  }

  /// Makes a rule that hands on the first and drops the rest.
  public static ThrottleRule leading(Duration interval) {
    return new ThrottleRule(interval, false);
  }

  /// Makes a rule that hands on the first, and the last of the rest.
  public static ThrottleRule trailing(Duration interval) {
    return new ThrottleRule(interval, true);
  }
}
