package dev.terrarium.worker.inline;

import dev.terrarium.python.PythonException;
import dev.terrarium.worker.script.ScriptException;

/// What Python raises in an operation, as its owner is told.
final class ScriptFaults {
  private static final String INTERRUPTED = "terrarium._errors.Interrupted";
  private static final String UNKNOWN_MODULE = "terrarium._scripts.UnknownModule";

  /// An interrupt that is repeated may come while this is found out, but hardly each time.
  private static final int TRIES = 3;

  private ScriptFaults() {}

  /// Reads all there is to know of an exception, and lets the exception object go.
  static ScriptException of(PythonException raised) {
    try (var _ = raised.value()) {
      for (int attempt = 0; attempt < TRIES; attempt++) {
        try {
          return read(raised);
        } catch (PythonException interrupted) {
          interrupted.value().close();
        }
      }
      return new ScriptException.Interrupted(raised.toString(), raised);
    }
  }

  private static ScriptException read(PythonException raised) {
    return switch (raised.typeName()) {
      case INTERRUPTED -> new ScriptException.Interrupted(raised.traceback(), raised);
      case UNKNOWN_MODULE -> new ScriptException.UnknownModule(raised.pythonMessage(), raised);
      default ->
          new ScriptException.Raised(
              raised.kinds(), raised.pythonMessage(), raised.traceback(), raised);
    };
  }
}
