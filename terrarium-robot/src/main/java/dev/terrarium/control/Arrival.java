package dev.terrarium.control;

import java.time.Duration;

/// When a move has arrived.
///
/// @param tolerance how far each joint may be from its goal, rad
/// @param within how long after the end of the way it has to be there
public record Arrival(double tolerance, Duration within) {
  public Arrival {
    if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a move's tolerance is %s rad: expected a finite number above 0".formatted(tolerance));
    }
    if (within.isNegative()) {
      throw new IllegalArgumentException("a move arrives within 0 s or more, not " + within);
    }
  }

  /// Returns what holds unless something is said: 0.03 rad, 3 s.
  public static Arrival standard() {
    return new Arrival(0.03, Duration.ofSeconds(3));
  }
}
