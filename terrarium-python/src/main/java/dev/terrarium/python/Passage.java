package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import java.util.List;

/// The way of an exception of Python's through Java code that Python has called.
///
/// Python's traceback knows nothing of the Java frames it went through. So when it is raised in
/// Python again, its frames so far are noted, and put in the place of Python's own when it reaches
/// Java once more. One for each thread: the last exception that took this way. The exception itself
/// bears the number of its passage, since another one may come to lie at the same address.
///
/// An exception that crosses again and again, as out of a deep recursion, is noted again and again.
/// So that this takes the same time at every level, only the frames that are new are read: Python's
/// traceback grows at its outer end, and the level that was the outermost marks where they begin.
final class Passage {
  private static final String NUMBER = "__terrarium_passage__";

  private long exception;
  private long number;

  /// The outermost level of the traceback when the passage began. An address alone: it is compared
  /// with levels that are alive.
  private long traceback;

  private List<StackTraceElement> frames = List.of();

  /// Notes an exception that Java passes on to Python. Needs the GIL, and no exception set.
  void note(Border border, long object, PythonException thrown) {
    exception = 0;
    number++;
    long name = border.name(NUMBER);
    long value = border.convert("$", number);
    int status = ObjectApi.PyObject_SetAttr(object, name, value);
    Macros.Py_DECREF(name);
    Macros.Py_DECREF(value);
    if (status < 0) { // Its class does not let it; it goes on without.
      PyErrors.PyErr_Clear();
      return;
    }
    traceback = Tracebacks.of(object);
    frames = thrown.framesInPython();
    exception = object;
  }

  /// Python's frames of an exception, with those of its passage.
  List<StackTraceElement> through(Border border, long object) {
    return object == exception && isNoted(border, object)
        ? Tracebacks.joined(frames, Tracebacks.frames(border, object, traceback))
        : Tracebacks.frames(border, object, 0);
  }

  /// Asks without [Raised]: what a failed look raises has the exception itself as its context, and
  /// reading that would ask again, without end.
  private boolean isNoted(Border border, long object) {
    long name = border.name(NUMBER);
    long value = ObjectApi.PyObject_GetAttr(object, name);
    Macros.Py_DECREF(name);
    if (value == 0) { // A new exception at the address of an old one.
      PyErrors.PyErr_Clear();
      return false;
    }
    return Long.valueOf(number).equals(border.read(Object.class, value));
  }
}
