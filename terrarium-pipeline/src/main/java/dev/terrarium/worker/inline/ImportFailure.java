package dev.terrarium.worker.inline;

import dev.terrarium.environment.Installation;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PythonException;
import java.util.Arrays;
import java.util.Optional;

/// Says in one sentence why a Python node cannot be loaded.
final class ImportFailure {
  private ImportFailure() {}

  /// Says why, and releases the exception.
  static String sentence(Gil gil, String name, PythonException e, Installation installation) {
    try {
      return switch (e.typeName()) {
        case "terrarium._errors.ManifestError" -> e.pythonMessage();
        case "ModuleNotFoundError" -> missing(gil.of(e.value()), name, installation);
        case "SyntaxError", "IndentationError", "TabError" ->
            name + " cannot be loaded: " + syntax(gil.of(e.value()), e);
        default -> name + " cannot be loaded: " + e.getMessage() + place(e);
      };
    } finally {
      e.value().close();
    }
  }

  private static String missing(PyObject exception, String name, Installation installation) {
    var module = String.valueOf(exception.attr("name").toJava());
    return name + " cannot be loaded: " + Missing.sentence(module, installation);
  }

  private static String syntax(PyObject exception, PythonException e) {
    var file = exception.attr("filename").toJava();
    var line = exception.attr("lineno").toJava();
    var column =
        exception.attr("offset").toJava() instanceof Long at && at > 0 ? ", column " + at : "";
    var reason = exception.attr("msg").toJava();
    return e.typeName() + " in " + file + ", line " + line + column + ": " + reason;
  }

  private static String place(PythonException e) {
    Optional<StackTraceElement> raised =
        Arrays.stream(e.getStackTrace())
            .limit(1)
            .filter(frame -> isPython(String.valueOf(frame.getFileName())))
            .findFirst();
    return raised
        .map(frame -> " (" + frame.getFileName() + ", line " + frame.getLineNumber() + ")")
        .orElse("");
  }

  /// Whether a file holds Python, be it one or a text of the manifest's.
  private static boolean isPython(String file) {
    return file.endsWith(".py") || file.startsWith("<source of node ");
  }
}
