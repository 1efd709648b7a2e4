package dev.terrarium.control.law;

/// Which limits the reference controller puts on the torques of a law; [Limiting#PARITY] keeps to
/// it, [Limiting#FULL] puts every limit on every law.
public enum Clip {
  /// [Gains.Name#TORQUE_DIFF_LIMIT], then [Gains.Name#TORQUE_LIMIT].
  RATE_AND_TORQUE,
  /// [Gains.Name#TORQUE_DIFF_LIMIT] alone.
  RATE,
  /// None.
  NONE
}
