package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  ///
  /// @param cause what code of the user threw while the call was made out, or null
  RuntimeException refusal(Attachment attachment, String message, @Nullable Throwable cause) {
    Border border = attachment.border;
    try (PyObject reason = cause(attachment, cause)) {
      border.call(of(border, "terrarium._callables.refuse"), Raised.readable(message), reason);
    } catch (PythonException refusal) {
      return refusal;
    }
    throw new AssertionError("Python did not refuse: " + message);
  }

  private static PyObject cause(Attachment attachment, @Nullable Throwable cause) {
    return cause == null
        ? attachment.border.borrowed(ObjectApi._Py_NoneStruct)
        : attachment.border.object(Raised.object(attachment, cause));
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
