package dev.terrarium.python;

import dev.terrarium.environment.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is done in a fresh interpreter before anybody else may use it; on Python's main thread,
/// with the GIL held.
final class Startup {
  private Startup() {}

  static void run(Attachment main) {
    PythonOptions options = main.interpreter.options;
    Gil gil = main.region();
    PyObject sys = gil.importModule("sys");
    main.interpreter.setGuest(Guest.start(gil, options));
    extendPath(sys, options);
    setVariables(gil, options.installation());
  }

  /// The caller's folders come before everything else, what belongs to the installation after it.
  private static void extendPath(PyObject sys, PythonOptions options) {
    PyObject path = sys.attr("path");
    List<Path> before = options.path();
    for (int i = 0; i < before.size(); i++) {
      path.callMethod("insert", i, before.get(i).toAbsolutePath().toString());
    }
    for (Path folder : options.installation().sitePath()) {
      path.callMethod("append", folder.toString());
    }
  }

  private static void setVariables(Gil gil, Installation installation) {
    PyObject environ = gil.importModule("os").attr("environ");
    for (Map.Entry<String, String> variable : installation.variables().entrySet()) {
      environ.callMethod("setdefault", variable.getKey(), variable.getValue());
    }
  }
}
