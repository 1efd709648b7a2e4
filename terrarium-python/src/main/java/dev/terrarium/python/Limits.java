package dev.terrarium.python;

import java.time.Duration;
import java.util.Optional;

/// What bounds one call of Python, and the name by which it is told of.
///
/// ```java
/// Limits.of(Duration.ofMillis(200)).withGrace(Duration.ofMillis(50)).named("score")
/// ```
///
/// @param name what messages call it
/// @param deadline how long the call may take, from when it is made: waiting for a thread and for
///   the GIL counts
/// @param grace how long Python may take to end once it is interrupted; the caller goes on when it
///   is over, whatever Python does. A fifth of it passes before the interrupt is repeated, so that
///   `finally` blocks can do their work.
public record Limits(String name, Optional<Duration> deadline, Duration grace) {
  /// The grace of calls that do not say otherwise.
  public static final Duration USUAL_GRACE = Duration.ofMillis(500);

  static final String NAMELESS = "a call";

  private static final Duration LONGEST = Duration.ofDays(365);

  public Limits {
    var _ = Given.there(deadline, "deadline");
    if (Given.there(name, "name").isBlank()) {
      throw new IllegalArgumentException("a call's name must not be blank");
    }
    deadline.ifPresent(duration -> check("deadline", duration));
    check("grace", grace);
  }

  private static void check(String what, Duration duration) {
    if (Given.there(duration, what).isNegative()
        || duration.isZero()
        || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the %s must be positive and at most a year: %s".formatted(what, duration));
    }
  }

  /// No deadline: the call can be interrupted and cancelled.
  public static Limits none() {
    return new Limits(NAMELESS, Optional.empty(), USUAL_GRACE);
  }

  /// A deadline, with the usual grace after it.
  public static Limits of(Duration deadline) {
    return new Limits(NAMELESS, Optional.of(Given.there(deadline, "deadline")), USUAL_GRACE);
  }

  public Limits withGrace(Duration other) {
    return new Limits(name, deadline, other);
  }

  public Limits named(String other) {
    return new Limits(other, deadline, grace);
  }
}
