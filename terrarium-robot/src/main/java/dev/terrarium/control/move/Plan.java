package dev.terrarium.control.move;

/// The making of one move, of numbers that fit.
final class Plan {
  /// More than a day; what rounding leaves of a position after longer would not do.
  private static final double LONGEST = 1e5;

  private final double[] q;
  private final double[] dq;
  private final double[] ddq;
  private final double[] goal;
  private final MoveLimits limits;

  Plan(double[] q, double[] dq, double[] ddq, double[] goal, MoveLimits limits) {
    this.q = q;
    this.dq = dq;
    this.ddq = ddq;
    this.goal = goal;
    this.limits = limits;
  }

  Planned made() {
    var travels = new Travel[q.length];
    int slowest = 0;
    for (int joint = 0; joint < q.length; joint++) {
      travels[joint] = new Travel(way(joint), dq[joint], ddq[joint], limits.of(joint));
      if (travels[joint].seconds() > travels[slowest].seconds()) {
        slowest = joint;
      }
    }
    double seconds = travels[slowest].seconds();
    if (seconds > LONGEST) {
      return new Planned.Refused(
          slowest,
          "it would take %s s".formatted(seconds),
          "a start and limits with which it takes %s s at most".formatted(LONGEST));
    }
    return new Move(isFromRest() ? inStep(travels, slowest) : eachAlone(travels, seconds), seconds);
  }

  private double way(int joint) {
    return goal[joint] - q[joint];
  }

  private boolean isFromRest() {
    for (int joint = 0; joint < q.length; joint++) {
      if (dq[joint] != 0 || ddq[joint] != 0) {
        return false;
      }
    }
    return true;
  }

  /// The slowest joint's way for all, each as far as it has to go, or each alone if the limits of
  /// one do not let it.
  private Curve[] inStep(Travel[] travels, int slowest) {
    double seconds = travels[slowest].seconds();
    Jerks lead = travels[slowest].shortest();
    var curves = new Curve[q.length];
    for (int joint = 0; joint < q.length; joint++) {
      double share = way(slowest) == 0 ? 0 : way(joint) / way(slowest);
      curves[joint] = curve(joint, lead.times(share));
      if (!Proof.holds(curves[joint], limits.of(joint), seconds)) {
        return eachAlone(travels, seconds);
      }
    }
    return curves;
  }

  private Curve[] eachAlone(Travel[] travels, double seconds) {
    var curves = new Curve[q.length];
    for (int joint = 0; joint < q.length; joint++) {
      curves[joint] = curve(joint, travels[joint].lasting(seconds));
      Proof.require(curves[joint], limits.of(joint), seconds);
    }
    return curves;
  }

  private Curve curve(int joint, Jerks way) {
    return new Curve(q[joint], dq[joint], ddq[joint], goal[joint], way);
  }
}
