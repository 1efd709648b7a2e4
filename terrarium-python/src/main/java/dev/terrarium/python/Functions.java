package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import java.util.HashMap;
import java.util.Map;

/// Python functions that this room calls by itself, each looked up once and kept for ever. Needs
/// the GIL.
final class Functions {
  private final Map<String, Long> known = new HashMap<>();

  /// A function by its module and name, such as `operator.add`: borrowed.
  long of(Border border, String dotted) {
    Long found = known.get(dotted);
    return found == null ? look(border, dotted) : found;
  }

  /// The TypeError that Python raises for a wrong call, to be thrown.
  RuntimeException refusal(Border border, String message) {
    try {
      border.call(of(border, "terrarium._callables.refuse"), message);
    } catch (PythonException refusal) {
      return refusal;
    }
    throw new AssertionError("Python did not refuse: " + message);
  }

  private long look(Border border, String dotted) {
    int dot = dotted.lastIndexOf('.');
    long module = Modules.load(border, dotted.substring(0, dot));
    try {
      long function = Modules.attribute(border, module, dotted.substring(dot + 1));
      known.put(dotted, function);
      return function;
    } finally {
      Macros.Py_DECREF(module);
    }
  }
}
