package dev.terrarium.python.convert;

import dev.terrarium.capi.ImportApi;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;

/// An object of a Python module, looked up when it is first needed and kept for ever. Needs the
/// GIL.
final class Kept {
  private final String module;
  private final String[] path;
  private long object;

  /// @param path the attributes that lead from the module to the object, with dots
  Kept(String module, String path) {
    this.module = module;
    this.path = path.split("\\.", -1);
  }

  /// The object, borrowed; its module is imported if need be.
  long get(Boundary boundary) {
    if (object == 0) {
      object = walk(imported(boundary), boundary, Attributes::get);
    }
    return object;
  }

  /// The object, borrowed; 0 where nobody has imported its module, or another thread is about to,
  /// so that nothing can be an instance of it.
  long ifImported(Boundary boundary) {
    if (object == 0) {
      long name = boundary.name(module);
      long loaded = ImportApi.PyImport_GetModule(name);
      Macros.Py_DECREF(name);
      if (loaded == 0) {
        PyErrors.PyErr_Clear();
        return 0;
      }
      object = walk(loaded, boundary, Attributes::find);
    }
    return object;
  }

  /// Whether an object is an instance of this class.
  boolean isTypeOf(long instance, Boundary boundary) {
    long type = ifImported(boundary);
    return type != 0 && ObjectApi.PyType_IsSubtype(Macros.Py_TYPE(instance), type) != 0;
  }

  private long imported(Boundary boundary) {
    long name = boundary.name(module);
    long loaded = ImportApi.PyImport_Import(name);
    Macros.Py_DECREF(name);
    if (loaded == 0) {
      throw boundary.raised("Python's module " + module + " cannot be imported");
    }
    return loaded;
  }

  /// Where the path leads to, a new reference; 0 where a step of it is missing and may be.
  ///
  /// @param from a new reference, which is taken over
  private long walk(long from, Boundary boundary, Step step) {
    long reached = from;
    for (String name : path) {
      long next;
      try {
        next = step.take(boundary, reached, name);
      } finally {
        Macros.Py_DECREF(reached);
      }
      if (next == 0) {
        return 0;
      }
      reached = next;
    }
    return reached;
  }

  /// From an object to one of its attributes: a new reference, or 0.
  private interface Step {
    long take(Boundary boundary, long object, String name);
  }
}
