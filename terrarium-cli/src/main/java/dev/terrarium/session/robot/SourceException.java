package dev.terrarium.session.robot;

/// Pictures that a simulated camera is to show, and that cannot be read.
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message which folder or file, what is wrong with it and what was expected
  SourceException(String message) {
    super(message);
  }

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
