package dev.terrarium.control.move;

/// Goes along a curve and shows that it is what was asked for.
///
/// A start outside the limits is outside for as long as it takes to come inside: the bound of a
/// velocity or an acceleration that is exceeded goes down with it, and not up again.
final class Proof {
  private static final double TOLERANCE = 1e-9;

  private final Curve curve;
  private final Bounds bounds;

  private Proof(Curve curve, Bounds bounds) {
    this.curve = curve;
    this.bounds = bounds;
  }

  /// Whether a curve keeps to the limits and rests at its goal when it must have ended.
  static boolean holds(Curve curve, Bounds bounds, double seconds) {
    return new Proof(curve, bounds).fault(seconds).isEmpty();
  }

  /// @param seconds when it must have ended
  /// @throws AssertionError if it does not: a bug of ours, with what is needed to see it again
  static void require(Curve curve, Bounds bounds, double seconds) {
    String fault = new Proof(curve, bounds).fault(seconds);
    if (!fault.isEmpty()) {
      throw new AssertionError(
          ("a bug of ours: a move %s. It was from position %s, velocity %s, acceleration %s to %s in"
                  + " %s s, within %s")
              .formatted(
                  fault,
                  curve.position(0),
                  curve.velocity(0),
                  curve.acceleration(0),
                  curve.goal(),
                  seconds,
                  bounds));
    }
  }

  private String fault(double seconds) {
    int end = curve.size();
    double scale =
        Math.max(1, Math.max(Math.abs(curve.lowest()), Math.abs(curve.highest()))) * TOLERANCE;
    if (!(Math.abs(curve.position(end) - curve.goal()) <= scale)) {
      return "ends at " + curve.position(end);
    }
    if (!(Math.abs(curve.velocity(end)) <= slack(bounds.velocity(), fastest()))) {
      return "ends with the velocity " + curve.velocity(end);
    }
    if (!(Math.abs(curve.acceleration(end))
        <= slack(bounds.acceleration(), Math.abs(curve.acceleration(0))))) {
      return "ends with the acceleration " + curve.acceleration(end);
    }
    if (!(curve.begin(end) <= seconds + TOLERANCE * Math.max(1, seconds))) {
      return "ends after " + curve.begin(end) + " s";
    }
    return excess();
  }

  private double fastest() {
    return Math.abs(curve.velocity(0))
        + curve.acceleration(0) * curve.acceleration(0) / (2 * bounds.jerk());
  }

  private static double slack(double limit, double begun) {
    return TOLERANCE * Math.max(1, Math.max(limit, begun));
  }

  private String excess() {
    double mostVelocity = Math.max(bounds.velocity(), fastest());
    double mostAcceleration = Math.max(bounds.acceleration(), Math.abs(curve.acceleration(0)));
    double slackVelocity = slack(bounds.velocity(), fastest());
    double slackAcceleration = slack(bounds.acceleration(), Math.abs(curve.acceleration(0)));
    for (int index = 0; index < curve.size(); index++) {
      double v = Math.abs(curve.velocity(index + 1));
      double a = Math.abs(curve.acceleration(index + 1));
      double peak = Math.max(v, peak(index));
      if (!(Math.abs(curve.jerk(index)) <= bounds.jerk() * (1 + TOLERANCE))) {
        return "has the jerk " + curve.jerk(index);
      }
      if (!(a <= mostAcceleration + slackAcceleration)) {
        return "has the acceleration " + curve.acceleration(index + 1);
      }
      if (!(peak <= mostVelocity + slackVelocity)) {
        return "has the speed " + peak;
      }
      mostVelocity = Math.max(bounds.velocity(), Math.min(mostVelocity, freely(index + 1)));
      mostAcceleration = Math.max(bounds.acceleration(), Math.min(mostAcceleration, a));
    }
    return "";
  }

  /// The highest speed of those that cannot be avoided from the beginning of a stretch on.
  private double freely(int index) {
    double v = curve.velocity(index);
    double a = curve.acceleration(index);
    return Math.max(Math.abs(v), Math.abs(v + a * Math.abs(a) / (2 * bounds.jerk())));
  }

  /// The speed within a stretch where the acceleration passes 0.
  private double peak(int index) {
    double a = curve.acceleration(index);
    double t = -a / curve.jerk(index);
    double length = curve.begin(index + 1) - curve.begin(index);
    return t > 0 && t < length ? Math.abs(curve.velocity(index) + a * t / 2) : 0;
  }
}
