package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;

/// Limits torques that would accelerate a joint too much, or drive it beyond its speed or its
/// range.
///
/// For each joint i, with a its largest acceleration and T = 50 ms:
///
/// 1. Seen: q̈ is the difference of two cycles' velocities by the time between them. It has in it
///    what no model knows: friction, contact, a load.
/// 2. The speed that is allowed, v, is 95 % of the largest at q + q̇ T, where the joint will be. It
///    falls towards the ends of the range, as [ArmLimits#velocityUp] says, and at least so that
///    half of a is enough to stop 0.01 rad before them.
/// 3. Allowed: upwards min(a, (v − q̇) / T), so that a joint comes closer to its speed by e in each
///    T, and slows down, by up to a, if it is beyond; downwards the same with signs changed.
///    Against the motion |q̇| / T more: a joint that moves may be braked harder than it may be
///    driven, and the two are one where it comes to rest.
/// 4. The torque that is allowed is the last one and κ m (allowed − q̈), where m = 1 / (M⁻¹)ᵢᵢ is
///    the inertia that the joint's own motor feels, and κ = 1/n of n joints. κ D M⁻¹, with D the
///    diagonal of the m, is similar to a positive matrix of trace 1: its eigenvalues lie between 0
///    and 1, so that what this loop corrects dies away without swinging, however the joints pull at
///    each other.
/// 5. A torque beyond that is reduced to it, at most to zero; to less than zero, which is to say
///    against the motion, only for a joint that is faster than v. So this drives no joint.
///
/// Where the mass matrix is none, because it is not positive, 4 and 5 are replaced by: a torque in
/// the direction of a joint that has reached its speed is zero.
final class MotionLimit {
  private static final double CYCLE = 1e-3;
  private static final double CYCLE_NANOS = 1e6;
  private static final double HORIZON = 0.05;

  /// The share of the largest speed that is used, so that a pull of other joints is no reflex.
  private static final double WITHIN_SPEED = 0.95;

  /// How far from the ends of its range a joint is stopped, rad.
  private static final double BEFORE_END = 0.01;

  private final ArmLimits limits;
  private final int joints;
  private final double[] before;
  private final double[] factor;
  private final double[] inertia;
  private final double[] solved;
  private long beforeNanos;

  MotionLimit(ArmLimits limits) {
    this.limits = limits;
    joints = limits.joints();
    before = new double[joints];
    factor = new double[joints * joints];
    inertia = new double[joints];
    solved = new double[joints];
  }

  void begin(ArmState state) {
    System.arraycopy(state.dq, 0, before, 0, joints);
    beforeNanos = state.nanoTime;
  }

  void limit(ArmState state, double[] torques) {
    double cycles = Math.max(1, Math.rint((state.nanoTime - beforeNanos) / CYCLE_NANOS));
    boolean isPositive = invert(state.mass);
    for (int joint = 0; joint < joints; joint++) {
      double speed = state.dq[joint];
      double soon = state.q[joint] + speed * HORIZON;
      double above = WITHIN_SPEED * fastestUp(joint, soon + BEFORE_END) - speed;
      double below = WITHIN_SPEED * fastestDown(joint, soon - BEFORE_END) + speed;
      double up = allowed(joint, above) + Math.max(0, -speed) / HORIZON;
      double down = allowed(joint, below) + Math.max(0, speed) / HORIZON;
      if (isPositive) {
        double seen = (speed - before[joint]) / (cycles * CYCLE);
        double share = inertia[joint] / joints;
        up = state.lastTorque[joint] + share * (up - seen);
        down = state.lastTorque[joint] - share * (down + seen);
      } else {
        up = above > 0 ? Double.POSITIVE_INFINITY : 0;
        down = below > 0 ? Double.NEGATIVE_INFINITY : 0;
      }
      torques[joint] = limited(torques[joint], up, above < 0, down, below < 0);
    }
    begin(state);
  }

  private double fastestUp(int joint, double q) {
    return Math.min(limits.velocityUp(joint, q), toStop(joint, limits.upper(joint) - q));
  }

  private double fastestDown(int joint, double q) {
    return Math.min(limits.velocityDown(joint, q), toStop(joint, q - limits.lower(joint)));
  }

  /// The speed from which half of the acceleration stops within a distance.
  private double toStop(int joint, double room) {
    return room > 0 ? Math.sqrt(limits.acceleration(joint) * room) : 0;
  }

  private double allowed(int joint, double room) {
    double most = limits.acceleration(joint);
    return Math.max(-most, Math.min(most, room / HORIZON));
  }

  private static double limited(
      double torque, double up, boolean isFastUp, double down, boolean isFastDown) {
    if (torque > up) {
      return isFastUp ? up : Math.max(up, Math.min(torque, 0));
    }
    if (torque < down) {
      return isFastDown ? down : Math.min(down, Math.max(torque, 0));
    }
    return torque;
  }

  /// Finds the inertia that each joint's motor feels: with M = L Lᵀ, (M⁻¹)ᵢᵢ is the square of the
  /// length of column i of L⁻¹.
  private boolean invert(double[] mass) {
    for (int column = 0; column < joints; column++) {
      for (int row = column; row < joints; row++) {
        double sum = mass[row * joints + column];
        for (int index = 0; index < column; index++) {
          sum -= factor[row * joints + index] * factor[column * joints + index];
        }
        if (row == column && !(sum > 0)) {
          return false;
        }
        factor[row * joints + column] =
            row == column ? Math.sqrt(sum) : sum / factor[column * joints + column];
      }
    }
    for (int column = 0; column < joints; column++) {
      inertia[column] = 1 / squareOfInverseColumn(column);
    }
    return true;
  }

  /// Solves L x = e of one column, from its row on: above it x is zero.
  private double squareOfInverseColumn(int column) {
    double square = 0;
    for (int row = column; row < joints; row++) {
      double sum = row == column ? 1 : 0;
      for (int index = column; index < row; index++) {
        sum -= factor[row * joints + index] * solved[index];
      }
      solved[row] = sum / factor[row * joints + row];
      square += solved[row] * solved[row];
    }
    return square;
  }
}
