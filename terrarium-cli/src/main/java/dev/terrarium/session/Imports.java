package dev.terrarium.session;

import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PythonException;
import java.util.Optional;

/// What an interpreter finds when it imports.
final class Imports {
  private Imports() {}

  /// Imports NumPy for once; returns its version, or why there is none.
  static String numpy(Gil gil) {
    try {
      return gil.importModule("numpy").attr("__version__").str();
    } catch (PythonException failure) {
      failure.value().close();
      return "ModuleNotFoundError".equals(failure.typeName())
          ? "not installed"
          : "does not load: " + failure.getMessage();
    }
  }

  /// Finds a `terrarium` package on Python's path, which the built-in one keeps from being used.
  static Optional<String> otherCopy(Gil gil) {
    PyObject spec =
        gil.importModule("importlib.machinery")
            .attr("PathFinder")
            .callMethod("find_spec", "terrarium");
    if (spec.isNone() || spec.attr("origin").isNone()) {
      return Optional.empty();
    }
    return Optional.of(spec.attr("origin").str() + version(gil));
  }

  private static String version(Gil gil) {
    try {
      return ", version "
          + gil.importModule("importlib.metadata").callMethod("version", "terrarium-jvm").str();
    } catch (PythonException unknown) {
      unknown.value().close();
      return "";
    }
  }
}
