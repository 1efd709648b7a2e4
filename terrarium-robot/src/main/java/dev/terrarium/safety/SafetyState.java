package dev.terrarium.safety;

import java.util.Locale;

/// Whether a robot may move.
public enum SafetyState {
  /// It may not, and what moves it has been made safe.
  DISARMED,
  /// It may.
  ARMED,
  /// It may not any more, and what moves it is being made safe.
  DISARMING,
  /// It may not, and perhaps something was not made safe: an operator has to look.
  ERROR;

  /// Returns its name as messages and Python have it, such as `disarmed`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns what a sentence says that a robot is, such as `in error`.
  public String words() {
    return switch (this) {
      case DISARMED -> "disarmed";
      case ARMED -> "armed";
      case DISARMING -> "being disarmed";
      case ERROR -> "in error";
    };
  }
}
