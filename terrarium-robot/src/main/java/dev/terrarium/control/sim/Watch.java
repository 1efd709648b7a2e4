package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.Reflex;

/// Sees what an arm does not bear; each answer is a mask of reflexes, 0 where it bears all.
final class Watch {
  /// What is more than a limit and less than this beyond it is rounding.
  private static final double ROUNDING = 1e-9;

  /// How much faster than its limit a joint is let turn, as clients keep that much below it.
  private static final double SPARE = 1e-3;

  /// The collision thresholds, N m of each joint and N of the flange.
  private static final double COLLISION = 100;

  private final FrankaParameters parameters;
  private final ArmLimits limits;

  Watch(FrankaParameters parameters) {
    this.parameters = parameters;
    limits = parameters.limits();
  }

  /// Looks at torques before they are taken.
  long torques(double[] torques, double[] last) {
    long found = 0;
    for (int joint = 0; joint < limits.joints(); joint++) {
      if (!(Math.abs(torques[joint]) <= limits.torque(joint) + ROUNDING)) {
        found |= Reflex.TAU_J_RANGE_VIOLATION.mask();
      }
      double most = limits.torqueRate(joint) * Stepper.SECONDS + ROUNDING;
      if (Math.abs(torques[joint] - last[joint]) > most) {
        found |= Reflex.CONTROLLER_TORQUE_DISCONTINUITY.mask();
      }
    }
    return found;
  }

  /// Looks at where an arm stands and how fast it is.
  long motion(ArmState state) {
    long found = 0;
    for (int joint = 0; joint < limits.joints(); joint++) {
      double q = state.q[joint];
      double dq = state.dq[joint];
      if (!(q >= limits.lower(joint) && q <= limits.upper(joint))) {
        found |= Reflex.JOINT_POSITION_LIMITS_VIOLATION.mask();
      }
      if (dq > parameters.upperVelocity(joint, q) + SPARE
          || dq < parameters.lowerVelocity(joint, q) - SPARE) {
        found |= Reflex.JOINT_VELOCITY_VIOLATION.mask();
      }
    }
    return found;
  }

  /// Looks at what pushes an arm.
  ///
  /// @param torques of each joint, N m
  /// @param force at the flange, N
  long outside(double[] torques, double[] force) {
    long found = 0;
    for (double torque : torques) {
      if (Math.abs(torque) > COLLISION) {
        found |= Reflex.JOINT_REFLEX.mask();
      }
    }
    for (double part : force) {
      if (Math.abs(part) > COLLISION) {
        found |= Reflex.CARTESIAN_REFLEX.mask();
      }
    }
    return found;
  }
}
