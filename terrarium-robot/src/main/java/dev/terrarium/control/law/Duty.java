package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.Objects;

/// What an arm is to do: a law, and what is wanted of it. Immutable: who commands replaces it
/// whole, and the loop takes the newest at each cycle.
///
/// @param swap which taking over of a law this is; a law takes over when it changes, also the one
///   that is in force already
public record Duty(Law law, Setting setting, long swap) {
  public Duty {
    Objects.requireNonNull(law);
    Objects.requireNonNull(setting);
  }

  /// Begins with a law.
  public static Duty of(Law law, Setting setting) {
    return new Duty(law, setting, 1);
  }

  /// Returns the same law with something else wanted of it.
  public Duty with(Setting value) {
    return new Duty(law, value, swap);
  }

  /// Returns another law, or the same anew, that wants an arm to stay as it stands; gains and tool
  /// remain.
  public Duty switchedTo(Law value, ArmState state) {
    return new Duty(value, setting.heldAt(state), swap + 1);
  }
}
