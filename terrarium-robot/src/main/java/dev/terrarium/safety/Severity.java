package dev.terrarium.safety;

import java.util.Locale;

/// How bad a fault is.
public enum Severity {
  /// People or hardware are in danger.
  CRITICAL,
  /// Something did not work.
  ERROR,
  /// Something is not as it should be, and still works.
  WARNING;

  /// Returns its name as messages have it, such as `critical`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
