package dev.terrarium.python;

import dev.terrarium.environment.Installation;
import dev.terrarium.python.bridge.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is done in a fresh interpreter before anybody else may use it; on Python's main thread,
/// with the GIL held.
final class Startup {
  private Startup() {}

  static void run(Attachment main, PythonOptions options) {
    Gil gil = main.region();
    PyObject sys = gil.importModule("sys");
    sys.callMethod("setswitchinterval", options.switchInterval().toNanos() / 1e9);
    extendPath(sys, options);
    setVariables(gil, options.installation());
    installPackage(main, gil);
  }

  /// Makes `terrarium` importable from this jar, before any copy that may lie on the path.
  private static void installPackage(Attachment main, Gil gil) {
    Map<String, String> sources = Sources.read();
    Map<String, Tuple> modules = new LinkedHashMap<>();
    sources.forEach((name, source) -> modules.put(name, Tuple.of(source, Sources.isPackage(name))));
    String finder = Objects.requireNonNull(sources.get(Sources.FINDER));
    gil.run(Sources.FINDER, finder).callMethod("install", modules);
    PyObject javaError = gil.importModule("terrarium").attr("JavaError");
    main.interpreter.setJavaError(javaError.newReference());
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
