package dev.terrarium.session.robot;

/// Something that a declaration asks for and a session cannot provide: pictures that are not there,
/// or Java.
public final class UnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what it is, what is wrong with it and what was expected
  UnfitException(String message) {
    super(message);
  }

  UnfitException(String message, Throwable cause) {
    super(message, cause);
  }
}
