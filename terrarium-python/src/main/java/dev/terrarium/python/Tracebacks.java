package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Python's tracebacks as Java stack frames.
final class Tracebacks {
  /// The frames kept of a deep recursion: the innermost ones.
  private static final int MOST_FRAMES = 1024;

  private Tracebacks() {}

  /// The frames of an exception, innermost first. Needs the GIL, and no exception set.
  static List<StackTraceElement> frames(Border border, long exception) {
    List<StackTraceElement> frames = new ArrayList<>();
    long traceback = PyErrors.PyException_GetTraceback(exception);
    while (traceback != 0 && traceback != ObjectApi._Py_NoneStruct) {
      if (frames.size() == MOST_FRAMES) {
        frames.removeFirst();
      }
      frames.add(frame(border, traceback));
      long next = Modules.attribute(border, traceback, "tb_next");
      Macros.Py_DECREF(traceback);
      traceback = next;
    }
    if (traceback != 0) {
      Macros.Py_DECREF(traceback);
    }
    Collections.reverse(frames);
    return frames;
  }

  private static StackTraceElement frame(Border border, long traceback) {
    long frame = Modules.attribute(border, traceback, "tb_frame");
    long code = Modules.attribute(border, frame, "f_code");
    try {
      int line = number(border, traceback, "tb_lineno");
      String function = text(border, code, Version.atLeast(11) ? "co_qualname" : "co_name");
      String file = text(border, code, "co_filename");
      return new StackTraceElement(module(border, frame), function, file, line);
    } finally {
      Macros.Py_DECREF(code);
      Macros.Py_DECREF(frame);
    }
  }

  private static String module(Border border, long frame) {
    long globals = Modules.attribute(border, frame, "f_globals");
    long key = border.convert("$", "__name__");
    long name = dev.terrarium.capi.DictObject.PyDict_GetItemWithError(globals, key);
    String module = name == 0 ? "?" : String.valueOf(border.value(name));
    Macros.Py_DECREF(key);
    Macros.Py_DECREF(globals);
    return module;
  }

  private static String text(Border border, long object, String attribute) {
    return String.valueOf(border.read(Object.class, Modules.attribute(border, object, attribute)));
  }

  private static int number(Border border, long object, String attribute) {
    return border.read(Object.class, Modules.attribute(border, object, attribute))
            instanceof Long line
        ? line.intValue()
        : -1;
  }

  /// Python's frames, then Java's without those of the crossing itself.
  static StackTraceElement[] merged(List<StackTraceElement> python, StackTraceElement[] java) {
    int callers = 0;
    while (callers < java.length && isOfTheCrossing(java[callers].getClassName())) {
      callers++;
    }
    List<StackTraceElement> merged = new ArrayList<>(python);
    for (int i = callers; i < java.length; i++) {
      merged.add(java[i]);
    }
    return merged.toArray(new StackTraceElement[0]);
  }

  /// The frames above those of the carrier that did the work for another thread.
  static StackTraceElement[] withoutCarrier(StackTraceElement[] frames) {
    int length = frames.length;
    while (length > 0 && isOfTheCrossing(frames[length - 1].getClassName())) {
      length--;
    }
    return length == 0 ? frames : Arrays.copyOf(frames, length);
  }

  private static boolean isOfTheCrossing(String className) {
    return className.startsWith("dev.terrarium.python.")
        || className.startsWith("dev.terrarium.capi.")
        || className.equals(Thread.class.getName());
  }

  /// Whether an exception is a group; there are none before 3.11.
  static boolean isGroup(Gil gil, PyObject exception) {
    PyObject builtins = gil.importModule("builtins");
    return builtins.hasAttr("BaseExceptionGroup")
        && exception.isInstance(builtins.attr("BaseExceptionGroup"));
  }
}
