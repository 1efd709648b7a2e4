package dev.terrarium.control.robot;

import java.util.Arrays;
import java.util.List;

/// What makes an arm stop by itself, by the names and numbers of the Franka Control Interface.
///
/// The simulator raises seven of them; `docs/reference/simulated-franka.md` tells which, and when.
public enum Reflex {
  JOINT_POSITION_LIMITS_VIOLATION(0),
  JOINT_VELOCITY_VIOLATION(3),
  JOINT_REFLEX(6),
  CARTESIAN_REFLEX(7),
  JOINT_POSITION_MOTION_GENERATOR_START_POSE_INVALID(11),
  JOINT_MOTION_GENERATOR_ACCELERATION_DISCONTINUITY(15),
  COMMUNICATION_CONSTRAINTS_VIOLATION(25),
  POWER_LIMIT_VIOLATION(26),
  CONTROLLER_TORQUE_DISCONTINUITY(32),
  TAU_J_RANGE_VIOLATION(34),
  INSTABILITY_DETECTED(35);

  private final int number;

  Reflex(int number) {
    this.number = number;
  }

  /// Returns its number among the 41 errors of the interface.
  public int number() {
    return number;
  }

  /// Returns its bit in [ArmState#reflexes].
  public long mask() {
    return 1L << number;
  }

  /// Returns its name in messages, such as `communication_constraints_violation`.
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /// Returns those whose bits are set.
  public static List<Reflex> of(long mask) {
    return Arrays.stream(values()).filter(it -> (mask & it.mask()) != 0).toList();
  }
}
