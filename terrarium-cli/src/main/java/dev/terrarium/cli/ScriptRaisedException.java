package dev.terrarium.cli;

/// What a robot's Python script has raised.
final class ScriptRaisedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String traceback;

  /// @param type the bare name of a built-in exception, dotted otherwise
  /// @param traceback as Python prints it
  ScriptRaisedException(String message, String type, String traceback, Throwable cause) {
    super(message, cause);
    this.type = type;
    this.traceback = traceback;
  }

  String type() {
    return type;
  }

  String traceback() {
    return traceback;
  }
}
