package dev.terrarium.python;

import dev.terrarium.capi.ImportApi;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;

/// Imports, and source text. Every method gives a new reference and needs the GIL.
final class Modules {
  private Modules() {}

  static long load(Border border, String name) {
    long text = border.convert("$", name);
    long module = ImportApi.PyImport_Import(text);
    Macros.Py_DECREF(text);
    return border.checked(module);
  }

  /// Evaluates an expression in a namespace of its own.
  static long eval(Border border, String expression) {
    long names = border.convert("$", java.util.Map.of());
    try {
      return evaluate(border, expression, "<eval>", "eval", names);
    } finally {
      Macros.Py_DECREF(names);
    }
  }

  /// Runs source text as a new module.
  static long run(Border border, String name, String source) {
    long types = load(border, "types");
    long type = attribute(border, types, "ModuleType");
    Macros.Py_DECREF(types);
    long module = border.call(type, name);
    Macros.Py_DECREF(type);
    long names = attribute(border, module, "__dict__");
    try {
      Macros.Py_DECREF(evaluate(border, source, "<" + name + ">", "exec", names));
      return module;
    } catch (RuntimeException failure) {
      Macros.Py_DECREF(module);
      throw failure;
    } finally {
      Macros.Py_DECREF(names);
    }
  }

  private static long evaluate(Border border, String source, String file, String mode, long names) {
    long builtins = load(border, "builtins");
    long compile = attribute(border, builtins, "compile");
    long evaluate = attribute(border, builtins, mode);
    Macros.Py_DECREF(builtins);
    try {
      long code = border.call(compile, source, file, mode);
      try {
        return border.callRaw(evaluate, code, names);
      } finally {
        Macros.Py_DECREF(code);
      }
    } finally {
      Macros.Py_DECREF(compile);
      Macros.Py_DECREF(evaluate);
    }
  }

  static long attribute(Border border, long object, String name) {
    long text = border.name(name);
    long attribute = ObjectApi.PyObject_GetAttr(object, text);
    Macros.Py_DECREF(text);
    return border.checked(attribute);
  }
}
