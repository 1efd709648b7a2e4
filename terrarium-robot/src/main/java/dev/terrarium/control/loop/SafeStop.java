package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmLimits;
import java.time.Duration;
import java.util.List;

/// How an arm is brought to rest when nobody controls it any more: each joint is damped, within the
/// arm's limits, until it rests.
///
/// @param damping of each joint, N m s/rad; none for what the arm's torques give: all of a joint's
///   torque at 4 rad/s
/// @param settle how long that may take, a minute at most; then the loop lets go of the arm
public record SafeStop(List<Double> damping, Duration settle) {
  /// The speed that a joint's whole torque is set against, rad/s.
  private static final double FULL_TORQUE_AT = 4;

  /// The damping of a joint whose torque has no limit, N m s/rad.
  private static final double OF_ENDLESS_TORQUE = 4;

  private static final Duration LONGEST = Duration.ofMinutes(1);

  public SafeStop {
    damping = List.copyOf(damping);
    for (int joint = 0; joint < damping.size(); joint++) {
      double it = damping.get(joint);
      if (!(it >= 0 && it < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the safe damping of joint %d is %s: expected a finite number, 0 or more"
                .formatted(joint + 1, it));
      }
    }
    if (!settle.isPositive() || settle.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "settle is longer than nothing, and a minute at most, not " + settle);
    }
  }

  /// Returns what holds unless something is said: 2 s, and damping by the arm's torques.
  public static SafeStop standard() {
    return new SafeStop(List.of(), Duration.ofSeconds(2));
  }

  /// Returns the damping of an arm's joints.
  double[] dampingOf(ArmLimits limits) {
    double[] of = new double[limits.joints()];
    if (!damping.isEmpty() && damping.size() != of.length) {
      throw new IllegalArgumentException(
          "the safe damping is given for %d joints, and the arm has %d"
              .formatted(damping.size(), of.length));
    }
    for (int joint = 0; joint < of.length; joint++) {
      if (!damping.isEmpty()) {
        of[joint] = damping.get(joint);
      } else if (Double.isInfinite(limits.torque(joint))) {
        of[joint] = OF_ENDLESS_TORQUE;
      } else {
        of[joint] = limits.torque(joint) / FULL_TORQUE_AT;
      }
    }
    return of;
  }
}
