package dev.terrarium.cli;

import org.jspecify.annotations.Nullable;

/// What a robot's Python script has raised.
final class ScriptRaisedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String traceback;
  private final boolean isTold;

  /// @param type the bare name of a built-in exception, dotted otherwise
  /// @param traceback as Python prints it
  ScriptRaisedException(String message, String type, String traceback, Throwable cause) {
    this(message, type, traceback, cause, false);
  }

  private ScriptRaisedException(
      String message, String type, String traceback, @Nullable Throwable cause, boolean isTold) {
    super(message, cause);
    this.type = type;
    this.traceback = traceback;
    this.isTold = isTold;
  }

  /// Returns the same, of which a person has seen the traceback already.
  ScriptRaisedException asTold() {
    return new ScriptRaisedException(
        Sentences.message(this), type, traceback, getCause(), !traceback.isEmpty());
  }

  boolean isTold() {
    return isTold;
  }

  String type() {
    return type;
  }

  String traceback() {
    return traceback;
  }
}
