package dev.terrarium.python;

import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.FrameApi;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Version;
import org.jspecify.annotations.Nullable;

/// The frames that tracebacks have shown lately, as Java's: what is raised again and again comes
/// from the same few lines. Needs the GIL.
///
/// A frame is found again by the addresses of its code and of its module's name, which are kept
/// alive for that as long as they are remembered: they are a few, and neither ever changes.
final class RecentFrames {
  /// A power of two.
  private static final int MOST = 64;

  /// Where frames are remembered, by their code's address.
  private final @Nullable Recent[] recent = new Recent[MOST];

  /// @param code owned
  /// @param name the module's, a str; owned
  private record Recent(long code, long name, StackTraceElement frame) {}

  /// A frame of Python's, in a line of it.
  StackTraceElement of(Border border, long frame, int line) {
    long code = FrameApi.PyFrame_GetCode(frame);
    long name = moduleName(border, frame);
    int place = (int) (code >>> 5) & (MOST - 1);
    Recent known = recent[place];
    if (known != null && known.code == code && known.name == name) {
      release(code, name);
      return at(line, known.frame);
    }
    try {
      StackTraceElement made = made(border, code, name, line);
      remember(place, code, name, made);
      return made;
    } finally {
      release(code, name);
    }
  }

  private static void release(long code, long name) {
    Macros.Py_DECREF(code);
    if (name != 0) {
      Macros.Py_DECREF(name);
    }
  }

  private static StackTraceElement at(int line, StackTraceElement frame) {
    return frame.getLineNumber() == line
        ? frame
        : new StackTraceElement(
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), line);
  }

  private static StackTraceElement made(Border border, long code, long name, int line) {
    String module = "?";
    if (name != 0) {
      Macros.Py_INCREF(name);
      module = ShownText.of(border, name);
    }
    String function = text(border, code, Version.atLeast(11) ? "co_qualname" : "co_name");
    return new StackTraceElement(module, function, text(border, code, "co_filename"), line);
  }

  /// A name that is no str may read differently the next time, so its frame is not remembered.
  private void remember(int place, long code, long name, StackTraceElement frame) {
    if (name == 0 || !Macros.PyType_HasFeature(Macros.Py_TYPE(name), Layout.UNICODE_SUBCLASS)) {
      return;
    }
    Macros.Py_INCREF(code);
    Macros.Py_INCREF(name);
    Recent before = recent[place];
    recent[place] = new Recent(code, name, frame);
    if (before != null) { // Its end may run Python code, and come here.
      release(before.code, before.name);
    }
  }

  /// The `__name__` of a frame's module: a new reference, or 0 where it has none.
  private static long moduleName(Border border, long frame) {
    long globals =
        Version.atLeast(11)
            ? FrameApi.PyFrame_GetGlobals(frame)
            : Modules.attribute(border, frame, "f_globals");
    long key = border.name("__name__");
    long name = DictObject.PyDict_GetItemWithError(globals, key);
    if (name != 0) {
      Macros.Py_INCREF(name);
    }
    Macros.Py_DECREF(key);
    Macros.Py_DECREF(globals);
    return name;
  }

  private static String text(Border border, long object, String attribute) {
    return ShownText.of(border, Modules.attribute(border, object, attribute));
  }
}
