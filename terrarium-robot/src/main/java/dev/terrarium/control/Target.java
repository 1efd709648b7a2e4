package dev.terrarium.control;

import dev.terrarium.control.law.Setting;
import java.util.Arrays;
import java.util.Objects;

/// Where an arm is wanted: positions of its joints, a pose of its tool, or torques. Immutable.
///
/// Which of them counts is the law's: `impedance` and `pid` look at positions, `osc` at the pose,
/// `torque` at torques.
public final class Target {
  /// What is wanted.
  enum Kind {
    JOINTS,
    POSE,
    TORQUES
  }

  private final Kind kind;
  private final double[] values;

  private Target(Kind kind, double[] values) {
    this.kind = kind;
    this.values = Objects.requireNonNull(values, "a target is numbers, not null").clone();
  }

  /// Wants joints at these positions.
  ///
  /// @param q rad, one for each joint
  public static Target joints(double... q) {
    return new Target(Kind.JOINTS, q);
  }

  /// Wants the tool at a pose.
  ///
  /// @param ee 4×4, row-major, in the base's frame: a rotation and a position in m
  public static Target pose(double... ee) {
    return new Target(Kind.POSE, ee);
  }

  /// Wants these torques.
  ///
  /// @param torques N m, one for each joint, without gravity
  public static Target torques(double... torques) {
    return new Target(Kind.TORQUES, torques);
  }

  Kind kind() {
    return kind;
  }

  double value(int index) {
    return values[index];
  }

  /// Returns a setting that wants this.
  ///
  /// @throws IllegalArgumentException if it has another length, a number that is not finite, or no
  ///   rotation; says where
  Setting on(Setting setting) {
    return switch (kind) {
      case JOINTS -> setting.withQDesired(values);
      case POSE -> setting.withEeDesired(values);
      case TORQUES -> setting.withTorque(values);
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case JOINTS -> "joints " + Arrays.toString(values);
      case POSE -> "pose " + Arrays.toString(values);
      case TORQUES -> "torques " + Arrays.toString(values);
    };
  }
}
