package dev.terrarium.control;

import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Fault;
import java.util.function.IntToDoubleFunction;

/// Tells safety what the end of a loop is to it.
final class Faults {
  private final ComponentPath component;
  private final ArmLimits limits;

  Faults(ComponentPath component, ArmLimits limits) {
    this.component = component;
    this.limits = limits;
  }

  Fault of(LoopEnd end) {
    if (end instanceof LoopEnd.Reflexes it && !it.reflexes().isEmpty() && !it.last().isEmpty()) {
      return of(it, it.reflexes().getFirst());
    }
    return new Fault.DeviceError(end.words());
  }

  private Fault of(LoopEnd.Reflexes end, Reflex first) {
    CycleRow last = worst(end);
    return switch (first) {
      case JOINT_REFLEX, CARTESIAN_REFLEX -> new Fault.CollisionRisk(end.words());
      case JOINT_VELOCITY_VIOLATION ->
          beyond("velocity", joint -> Math.abs(last.dq[joint]), limits::velocity, "rad/s");
      case TAU_J_RANGE_VIOLATION ->
          beyond("torque", joint -> Math.abs(last.lastTorque[joint]), limits::torque, "N m");
      case JOINT_POSITION_LIMITS_VIOLATION,
          JOINT_POSITION_MOTION_GENERATOR_START_POSE_INVALID,
          JOINT_MOTION_GENERATOR_ACCELERATION_DISCONTINUITY,
          COMMUNICATION_CONSTRAINTS_VIOLATION,
          POWER_LIMIT_VIOLATION,
          CONTROLLER_TORQUE_DISCONTINUITY,
          INSTABILITY_DETECTED ->
          new Fault.DeviceError(end.words());
    };
  }

  /// Returns the cycle that told of the reflex first, or the oldest that is there.
  private static CycleRow worst(LoopEnd end) {
    for (CycleRow row : end.last()) {
      if (row.reflexes != 0) {
        return row;
      }
    }
    return end.last().getFirst();
  }

  private Fault beyond(
      String what, IntToDoubleFunction measured, IntToDoubleFunction limit, String unit) {
    int worst = 0;
    for (int joint = 1; joint < limits.joints(); joint++) {
      double share = measured.applyAsDouble(joint) / limit.applyAsDouble(joint);
      if (share > measured.applyAsDouble(worst) / limit.applyAsDouble(worst)) {
        worst = joint;
      }
    }
    return new Fault.LimitExceeded(
        component,
        what + " of joint " + (worst + 1),
        measured.applyAsDouble(worst),
        limit.applyAsDouble(worst),
        unit);
  }
}
