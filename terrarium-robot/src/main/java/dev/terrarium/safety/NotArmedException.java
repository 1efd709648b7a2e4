package dev.terrarium.safety;

/// Something was to move that may not.
public final class NotArmedException extends RuntimeException implements NotArmed {
  NotArmedException(String message) {
    super(message);
  }

  /// Returns how bad it is.
  public Severity severity() {
    return Severity.ERROR;
  }
}
