package dev.terrarium.session.arm;

import dev.terrarium.control.sim.FrankaParameters;
import java.util.Locale;

/// An arm that can be had.
public enum ArmModel {
  /// The Franka Research 3.
  FR3,
  /// The Franka Emika Robot, which is also called Panda.
  FER;

  /// Returns its name for people and programs: `fr3`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns that of a name.
  ///
  /// @throws IllegalArgumentException if there is none; names both
  public static ArmModel of(String id) {
    for (ArmModel model : values()) {
      if (model.id().equals(id)) {
        return model;
      }
    }
    throw new IllegalArgumentException(
        "there is no model of an arm '%s': expected fr3 or fer".formatted(id));
  }

  /// Returns where the joints stand at first, rad; the caller's own.
  public double[] home() {
    return new double[] {0, 0, 0, -1.57079, 0, 1.57079, -0.7853};
  }

  FrankaParameters parameters() {
    return switch (this) {
      case FR3 -> FrankaParameters.fr3();
      case FER -> FrankaParameters.fer();
    };
  }
}
