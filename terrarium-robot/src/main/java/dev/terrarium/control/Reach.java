package dev.terrarium.control;

import dev.terrarium.control.law.Setting;
import dev.terrarium.control.robot.ArmLimits;

/// Refuses targets that an arm cannot take, before its loop sees them.
///
/// A pose is refused if it is farther than the stretched arm reaches. One nearer that joints do not
/// get to is the business of [Postures].
final class Reach {
  private Reach() {}

  /// Returns a setting that wants a target.
  ///
  /// @throws IllegalArgumentException if the target is malformed, outside limits or out of reach;
  ///   says what was expected
  static Setting aimed(Target target, Setting setting, ArmLimits limits) {
    Setting aimed = target.on(setting);
    switch (target.kind()) {
      case JOINTS -> requirePositions(target, limits);
      case POSE -> requireReach(aimed, limits);
      case TORQUES -> requireTorques(target, limits);
    }
    return aimed;
  }

  private static void requirePositions(Target target, ArmLimits limits) {
    for (int joint = 0; joint < limits.joints(); joint++) {
      double q = target.value(joint);
      if (q < limits.lower(joint) || q > limits.upper(joint)) {
        throw new IllegalArgumentException(
            "q_desired[%d] is %s rad: joint %d moves between %s and %s rad"
                .formatted(joint, q, joint + 1, limits.lower(joint), limits.upper(joint)));
      }
    }
  }

  private static void requireTorques(Target target, ArmLimits limits) {
    for (int joint = 0; joint < limits.joints(); joint++) {
      double torque = target.value(joint);
      if (Math.abs(torque) > limits.torque(joint)) {
        throw new IllegalArgumentException(
            "torque[%d] is %s N m: joint %d takes between -%s and %s N m"
                .formatted(joint, torque, joint + 1, limits.torque(joint), limits.torque(joint)));
      }
    }
  }

  private static void requireReach(Setting aimed, ArmLimits limits) {
    double height = aimed.eeDesired(11) - limits.shoulder();
    double distance = length(aimed.eeDesired(3), aimed.eeDesired(7), height);
    double tool = length(aimed.tool(3), aimed.tool(7), aimed.tool(11));
    if (distance > limits.reach() + tool) {
      throw new IllegalArgumentException(
          "ee_desired is %.3f m from the shoulder, which is %.3f m above the base: the stretched arm with its tool reaches %.3f m"
              .formatted(distance, limits.shoulder(), limits.reach() + tool));
    }
  }

  private static double length(double x, double y, double z) {
    return Math.sqrt(x * x + y * y + z * z);
  }
}
