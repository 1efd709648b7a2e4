package dev.terrarium.control.move;

import dev.terrarium.control.robot.ArmLimits;

/// A way from however joints move to rest at a goal, all joints ending together, as soon as limits
/// on velocity, acceleration and jerk let the slowest of them.
///
/// Immutable; what a cycle asks of it allocates nothing and throws nothing.
public final class Move implements Planned {
  /// Positions and velocities beyond this leave too few of a double's digits for the way.
  private static final double LARGEST = 1e6;

  /// What a way may be off by, rad.
  private static final double ROUNDING = 1e-9;

  private final Curve[] curves;
  private final double seconds;

  Move(Curve[] curves, double seconds) {
    this.curves = curves;
    this.seconds = seconds;
  }

  /// Plans a move, at the cost of some tens of microseconds for each joint.
  ///
  /// A start outside the limits is brought inside first. From rest, the joints keep in step, on a
  /// straight line, if the limits let them. Each joint's way is checked against the limits and the
  /// goal before it is returned.
  ///
  /// @param q where the joints are, rad
  /// @param dq their velocities, rad/s
  /// @param ddq their accelerations, rad/s²
  /// @param goal where they shall rest, rad
  /// @return a [Move], or [Planned.Refused] if a number is not finite or beyond ±10⁶, or it would
  ///   take more than 10⁵ s
  /// @throws IllegalArgumentException if a list is not as long as the limits'
  public static Planned plan(
      double[] q, double[] dq, double[] ddq, double[] goal, MoveLimits limits) {
    int joints = limits.joints();
    requireLength("positions", q, joints);
    requireLength("velocities", dq, joints);
    requireLength("accelerations", ddq, joints);
    requireLength("positions of the goal", goal, joints);
    for (int joint = 0; joint < joints; joint++) {
      String unfit = unfit(q[joint], dq[joint], ddq[joint], goal[joint]);
      if (!unfit.isEmpty()) {
        return new Refused(joint, unfit, "a finite number between -1e6 and 1e6");
      }
    }
    return new Plan(q, dq, ddq, goal, limits).made();
  }

  /// Returns how long it takes, s.
  public double seconds() {
    return seconds;
  }

  /// Returns how many joints there are.
  public int joints() {
    return curves.length;
  }

  /// Writes how the joints move at a time since the beginning.
  ///
  /// Before the beginning, and at no number, they are as at the beginning; from the end on they
  /// rest at the goal exactly.
  ///
  /// @param time s
  /// @param q rad, one for each joint
  /// @param dq rad/s
  /// @param ddq rad/s²
  public void at(double time, double[] q, double[] dq, double[] ddq) {
    for (int joint = 0; joint < curves.length; joint++) {
      curves[joint].at(time >= seconds ? Double.POSITIVE_INFINITY : time, joint, q, dq, ddq);
    }
  }

  /// Returns the lowest position of a joint on the way, rad.
  public double lowest(int joint) {
    return curves[joint].lowest();
  }

  /// Returns the highest position of a joint on the way, rad.
  public double highest(int joint) {
    return curves[joint].highest();
  }

  @Override
  public Planned within(ArmLimits arm) {
    if (arm.joints() != curves.length) {
      throw new IllegalArgumentException(
          "the move is of %d joints and the arm has %d".formatted(curves.length, arm.joints()));
    }
    for (int joint = 0; joint < curves.length; joint++) {
      Curve curve = curves[joint];
      String expected =
          "a position between %s and %s rad".formatted(arm.lower(joint), arm.upper(joint));
      if (!(curve.goal() >= arm.lower(joint) && curve.goal() <= arm.upper(joint))) {
        return new Refused(joint, "its goal is " + curve.goal() + " rad", expected);
      }
      double start = curve.position(0);
      if (curve.lowest() < Math.min(start, arm.lower(joint)) - ROUNDING) {
        return new Refused(joint, "it would pass " + curve.lowest() + " rad", expected);
      }
      if (curve.highest() > Math.max(start, arm.upper(joint)) + ROUNDING) {
        return new Refused(joint, "it would pass " + curve.highest() + " rad", expected);
      }
    }
    return this;
  }

  private static String unfit(double q, double dq, double ddq, double goal) {
    if (!fits(q)) {
      return "it is at %s rad".formatted(q);
    }
    if (!fits(dq)) {
      return "its velocity is %s rad/s".formatted(dq);
    }
    if (!fits(ddq)) {
      return "its acceleration is %s rad/s²".formatted(ddq);
    }
    return fits(goal) ? "" : "its goal is %s rad".formatted(goal);
  }

  private static boolean fits(double value) {
    return Math.abs(value) <= LARGEST;
  }

  private static void requireLength(String what, double[] given, int joints) {
    if (given.length != joints) {
      throw new IllegalArgumentException(
          "%d %s are given for %d joints".formatted(given.length, what, joints));
    }
  }
}
