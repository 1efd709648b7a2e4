package dev.terrarium.session.arm;

/// A line that is no command.
final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong, and what was expected
  ProtocolException(String message) {
    super(message);
  }
}
