package dev.terrarium.control.move;

import dev.terrarium.control.robot.ArmLimits;
import java.util.Arrays;

/// What joints may do on a move; each list has one number for each joint, above 0 and finite.
///
/// Arrays are the receiver's own: they are copied in.
public final class MoveLimits {
  /// Numbers of another size than these leave nothing of a double's digits for the way.
  static final double SMALLEST = 1e-6;

  static final double LARGEST = 1e6;

  private final double[] velocity;
  private final double[] acceleration;
  private final double[] jerk;

  /// @param velocity rad/s
  /// @param acceleration rad/s²
  /// @param jerk rad/s³
  /// @throws IllegalArgumentException if the lists differ in length or are empty, or a number is
  ///   not between 10⁻⁶ and 10⁶
  public MoveLimits(double[] velocity, double[] acceleration, double[] jerk) {
    if (velocity.length == 0) {
      throw new IllegalArgumentException("limits are given for no joint: expected one number each");
    }
    this.velocity = checked("velocity", velocity, velocity.length);
    this.acceleration = checked("acceleration", acceleration, velocity.length);
    this.jerk = checked("jerk", jerk, velocity.length);
  }

  /// Returns what moves usually keep to: 10 rad/s, 5 rad/s², 1 rad/s³. The jerk decides: 1 rad
  /// takes 3.17 s.
  public static MoveLimits usual(int joints) {
    return new MoveLimits(filled(joints, 10), filled(joints, 5), filled(joints, 1));
  }

  /// Returns how many joints there are.
  public int joints() {
    return velocity.length;
  }

  /// Returns the largest speed of a joint, rad/s.
  public double velocity(int joint) {
    return velocity[joint];
  }

  /// Returns the largest acceleration of a joint, rad/s².
  public double acceleration(int joint) {
    return acceleration[joint];
  }

  /// Returns the largest jerk of a joint, rad/s³.
  public double jerk(int joint) {
    return jerk[joint];
  }

  /// Returns the smaller of each of these and what an arm can bear.
  ///
  /// @throws IllegalArgumentException if the arm has another number of joints
  public MoveLimits atMost(ArmLimits arm) {
    if (arm.joints() != joints()) {
      throw new IllegalArgumentException(
          "the limits are of %d joints and the arm has %d".formatted(joints(), arm.joints()));
    }
    double[] v = velocity.clone();
    double[] a = acceleration.clone();
    double[] j = jerk.clone();
    for (int joint = 0; joint < v.length; joint++) {
      v[joint] = Math.min(v[joint], arm.velocity(joint));
      a[joint] = Math.min(a[joint], arm.acceleration(joint));
      j[joint] = Math.min(j[joint], arm.jerk(joint));
    }
    return new MoveLimits(v, a, j);
  }

  Bounds of(int joint) {
    return new Bounds(velocity[joint], acceleration[joint], jerk[joint]);
  }

  private static double[] filled(int joints, double value) {
    double[] list = new double[joints];
    Arrays.fill(list, value);
    return list;
  }

  private static double[] checked(String what, double[] given, int joints) {
    if (given.length != joints) {
      throw new IllegalArgumentException(
          "%d limits of %s are given for %d joints".formatted(given.length, what, joints));
    }
    for (int joint = 0; joint < joints; joint++) {
      if (!(given[joint] >= SMALLEST && given[joint] <= LARGEST)) {
        throw new IllegalArgumentException(
            "the limit of %s of joint %d is %s: expected a number between %s and %s"
                .formatted(what, joint + 1, given[joint], SMALLEST, LARGEST));
      }
    }
    return given.clone();
  }
}
