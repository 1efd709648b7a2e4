package dev.terrarium.control.robot;

import dev.terrarium.safety.Severity;

/// An arm that cannot be controlled, or not any more.
public final class ArmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message which arm, what is wrong, and what to do
  public ArmException(String message) {
    super(message);
  }

  public ArmException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Returns how bad it is.
  public Severity severity() {
    return Severity.ERROR;
  }
}
