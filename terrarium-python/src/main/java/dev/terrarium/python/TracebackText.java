package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.UnicodeObject;
import dev.terrarium.python.convert.Text;
import org.jspecify.annotations.Nullable;

/// The text of tracebacks, which Python writes. Needs the GIL.
///
/// `traceback.TracebackException` does nearly all of the work. An exception for which that is all
/// is handed to it from here; `terrarium._faults` takes the others: those of a chain, which may be
/// endless, those raised below our own frames, and those that break the first.
final class TracebackText {
  /// Kept for ever, once they were needed: `TracebackException`, its `format`, `""`, and
  /// `traceback_text`.
  private long describe;

  private long format;
  private long nothing;
  private long careful;

  /// The text.
  ///
  /// @param alone whether the exception has no cause, and no frames of ours
  String of(Attachment attachment, PyRef reference, boolean alone) {
    Border border = attachment.border;
    if (careful == 0) {
      prepare(border);
    }
    long exception = reference.newReference(attachment.interpreter);
    try {
      String text = alone ? formatted(border, exception) : null;
      return text != null
          ? text
          : String.valueOf(border.read(String.class, border.callRaw(careful, exception)));
    } finally {
      Macros.Py_DECREF(exception);
    }
  }

  private @Nullable String formatted(Border border, long exception) {
    long traceback = PyErrors.PyException_GetTraceback(exception);
    long shown = traceback == 0 ? ObjectApi._Py_NoneStruct : traceback;
    long described = border.tryCall(describe, Macros.Py_TYPE(exception), exception, shown);
    if (traceback != 0) {
      Macros.Py_DECREF(traceback);
    }
    if (described == 0) {
      return cleared();
    }
    long lines = border.tryCall(format, described);
    Macros.Py_DECREF(described);
    return lines == 0 ? cleared() : joined(lines);
  }

  /// @param lines a new reference, which is released
  private @Nullable String joined(long lines) {
    long text = UnicodeObject.PyUnicode_Join(nothing, lines);
    Macros.Py_DECREF(lines);
    if (text == 0) {
      return cleared();
    }
    try {
      return Text.value(text);
    } catch (dev.terrarium.python.convert.Mismatch loneSurrogate) {
      return null;
    } finally {
      Macros.Py_DECREF(text);
    }
  }

  private static @Nullable String cleared() {
    PyErrors.PyErr_Clear();
    return null;
  }

  private void prepare(Border border) {
    long module = Modules.load(border, "traceback");
    describe = Modules.attribute(border, module, "TracebackException");
    format = Modules.attribute(border, describe, "format");
    Macros.Py_DECREF(module);
    nothing = border.convert("$", "");
    long faults = Modules.load(border, "terrarium._faults");
    careful = Modules.attribute(border, faults, "traceback_text");
    Macros.Py_DECREF(faults);
  }
}
