package dev.terrarium.python;

import dev.terrarium.capi.Direct;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Python's tracebacks as Java stack frames.
final class Tracebacks {
  /// The frames kept of a deep recursion: the innermost ones.
  private static final int MOST_FRAMES = 1024;

  private Tracebacks() {}

  /// The outermost level of an exception's traceback: borrowed, or 0.
  static long of(long exception) {
    long traceback = PyErrors.PyException_GetTraceback(exception);
    if (traceback != 0) {
      Macros.Py_DECREF(traceback); // The exception keeps it.
    }
    return traceback;
  }

  /// The frames of an exception, innermost first, from a level of its traceback outward. Needs the
  /// GIL, and no exception set.
  ///
  /// @param known the level whose frames, and those of all below it, are known; 0 for none
  static List<StackTraceElement> frames(Border border, long exception, long known) {
    long traceback = PyErrors.PyException_GetTraceback(exception);
    int skipped = levels(border, traceback, known) - MOST_FRAMES;
    List<StackTraceElement> frames = new ArrayList<>(4);
    while (traceback != known && traceback != 0) {
      if (skipped-- <= 0) {
        frames.add(frame(border, traceback));
      }
      traceback = after(border, traceback);
    }
    if (traceback != 0) {
      Macros.Py_DECREF(traceback);
    }
    Collections.reverse(frames);
    return frames;
  }

  /// How many levels there are, up to one that is known.
  private static int levels(Border border, long first, long known) {
    int levels = 0;
    long traceback = first;
    if (traceback != 0) {
      Macros.Py_INCREF(traceback);
    }
    for (; traceback != known && traceback != 0; levels++) {
      traceback = after(border, traceback);
    }
    if (traceback != 0) {
      Macros.Py_DECREF(traceback);
    }
    return levels;
  }

  /// The level below one whose reference it takes over: a new reference, or 0.
  private static long after(Border border, long traceback) {
    long next = next(border, traceback);
    Macros.Py_DECREF(traceback);
    return next;
  }

  /// Frames with those that were found further out; of a deep recursion the innermost ones.
  static List<StackTraceElement> joined(
      List<StackTraceElement> inner, List<StackTraceElement> outer) {
    if (inner.size() >= MOST_FRAMES) {
      return inner;
    }
    List<StackTraceElement> both = new ArrayList<>(inner);
    both.addAll(outer.subList(0, Math.min(outer.size(), MOST_FRAMES - inner.size())));
    return both;
  }

  /// Whether there are as many frames as are kept.
  static boolean areFull(List<StackTraceElement> frames) {
    return frames.size() >= MOST_FRAMES;
  }

  /// The next level of a traceback: a new reference, or 0.
  private static long next(Border border, long traceback) {
    if (Direct.READS) {
      long next = Memory.getLong(traceback + Layout.TB_NEXT);
      if (next != 0) {
        Macros.Py_INCREF(next);
      }
      return next;
    }
    long next = Modules.attribute(border, traceback, "tb_next");
    if (next != ObjectApi._Py_NoneStruct) {
      return next;
    }
    Macros.Py_DECREF(next);
    return 0;
  }

  private static StackTraceElement frame(Border border, long traceback) {
    long frame = frameOf(border, traceback);
    try {
      return border.recentFrames().of(border, frame, line(border, traceback));
    } finally {
      Macros.Py_DECREF(frame);
    }
  }

  /// The frame of one level: a new reference.
  private static long frameOf(Border border, long traceback) {
    if (Direct.READS) {
      long frame = Memory.getLong(traceback + Layout.TB_FRAME);
      Macros.Py_INCREF(frame);
      return frame;
    }
    return Modules.attribute(border, traceback, "tb_frame");
  }

  private static int line(Border border, long traceback) {
    int known = Direct.READS ? Memory.getInt(traceback + Layout.TB_LINENO) : -1;
    return known >= 0 ? known : number(border, traceback, "tb_lineno");
  }

  private static int number(Border border, long object, String attribute) {
    return border.read(Object.class, Modules.attribute(border, object, attribute))
            instanceof Long line
        ? line.intValue()
        : -1;
  }

  /// Whether the outermost frame is one of this package's, or of the event loop that it runs.
  static boolean beginInside(List<StackTraceElement> frames) {
    if (frames.isEmpty()) {
      return false;
    }
    String module = frames.getLast().getClassName();
    return module.startsWith("terrarium._")
        || module.startsWith("terrarium.robot._")
        || module.startsWith("asyncio.");
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

  /// The frames of Java code that Python has called, and what is below them in it.
  static List<StackTraceElement> untilPython(StackTraceElement[] frames) {
    int end = 0;
    while (end < frames.length
        && !frames[end].getClassName().equals(JavaCallables.class.getName())) {
      end++;
    }
    return List.of(withoutCarrier(Arrays.copyOf(frames, end)));
  }

  /// The frames above those of the carrier that did the work for another thread.
  static StackTraceElement[] withoutCarrier(StackTraceElement[] frames) {
    int length = frames.length;
    while (length > 0 && isOfTheCrossing(frames[length - 1].getClassName())) {
      length--;
    }
    return length == 0 ? frames : Arrays.copyOf(frames, length);
  }

  /// Whether the JDK is printing an exception below the one whose stack trace was asked for, and
  /// has read its frames already.
  static boolean isPrintingACause() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .limit(10)
                .anyMatch(frame ->
                    frame.getClassName().equals(Throwable.class.getName())
                        && frame.getMethodName().startsWith("printEnclosed")));
  }

  /// Frames as lines of a stack trace, each on a new line.
  static String lines(List<StackTraceElement> frames) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : frames) {
      text.append(System.lineSeparator()).append("\tat ").append(frame);
    }
    return text.toString();
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
