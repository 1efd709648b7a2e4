package dev.terrarium.broker;

import java.util.Locale;

/// What an operation of the interpreter is to its broker.
public enum OperationKind {
  /// A module that is imported.
  IMPORT,
  /// A function that Java calls.
  CALL,
  /// Source text that Java has evaluated.
  EVAL,
  /// A handler that takes a message of the bus.
  HANDLER,
  /// A stretch of time for coroutines that wait.
  TURN;

  /// Returns the name as it stands in records of events and metrics, such as `call`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether a caller waits for it, so that it is refused while the interpreter is marked.
  boolean isAwaited() {
    return switch (this) {
      case CALL, EVAL, IMPORT -> true;
      case HANDLER, TURN -> false;
    };
  }
}
