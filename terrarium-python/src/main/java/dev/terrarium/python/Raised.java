package dev.terrarium.python;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Exceptions across the border, in both directions. Needs the GIL.
final class Raised {
  /// Causes beyond this are left out of the chain, whose last one says so; the traceback's text has
  /// them all.
  private static final int MOST_CAUSES = 32;

  private static final long[] NONE_SEEN = {};

  private Raised() {}

  /// Takes the exception that is set: a Java throwable is thrown as itself, anything else is
  /// returned.
  static RuntimeException take(Attachment attachment) {
    long exception = fetch(attachment);
    if (exception == 0) {
      throw new AssertionError("Python reported a failure and raised nothing");
    }
    Throwable thrown = shielded(attachment, exception);
    if (thrown instanceof RuntimeException unchecked) {
      return unchecked;
    }
    throw Thrown.unchecked(thrown);
  }

  /// An interrupt that came while an exception is read would be lost in it.
  private static Throwable shielded(Attachment attachment, long exception) {
    boolean before = attachment.shield();
    try {
      return throwable(attachment, exception, NONE_SEEN);
    } finally {
      attachment.unshield(before);
    }
  }

  /// Takes the exception that is set, normalised and with its traceback: a new reference, or 0.
  private static long fetch(Attachment attachment) {
    if (Version.atLeast(12)) {
      return PyErrors.PyErr_GetRaisedException();
    }
    long slots = attachment.workspace.take(24);
    try {
      PyErrors.PyErr_Fetch(slots, slots + 8, slots + 16);
      if (Memory.getLong(slots) == 0) {
        return 0;
      }
      PyErrors.PyErr_NormalizeException(slots, slots + 8, slots + 16);
      long exception = Memory.getLong(slots + 8);
      long traceback = Memory.getLong(slots + 16);
      if (traceback != 0) {
        int _ = PyErrors.PyException_SetTraceback(exception, traceback);
        Macros.Py_DECREF(traceback);
      }
      Macros.Py_DECREF(Memory.getLong(slots));
      return exception;
    } finally {
      attachment.workspace.give(slots);
    }
  }

  /// What a Python exception is in Java, which is not raised now.
  static Throwable of(Attachment attachment, PyObject exception) {
    return throwable(attachment, exception.newReference(), NONE_SEEN);
  }

  /// What a Python exception is in Java.
  ///
  /// @param exception a new reference, which is taken over
  /// @param seen the exceptions of the chain so far, which may be a circle
  private static Throwable throwable(Attachment attachment, long exception, long[] seen) {
    Throwable original = original(attachment, exception);
    if (original != null) {
      Macros.Py_DECREF(exception);
      return original;
    }
    Border border = attachment.border;
    List<StackTraceElement> frames = frames(border, exception);
    String type = typeName(border, Macros.Py_TYPE(exception));
    String message = message(border, exception);
    Throwable cause = cause(attachment, exception, seen);
    boolean cut = cause == null && seen.length + 1 >= MOST_CAUSES && hasCause(border, exception);
    PyRef value = new PyRef(attachment.interpreter, exception);
    return new PythonException(type, message, value, frames, cause, cut);
  }

  private static List<StackTraceElement> frames(Border border, long exception) {
    try {
      return border.passage.through(border, exception);
    } catch (PythonFault unreadable) { // The exception matters more than its frames.
      return List.of();
    }
  }

  /// The throwable that a `terrarium.JavaError` carries, or null.
  private static @Nullable Throwable original(Attachment attachment, long exception) {
    long javaError = attachment.interpreter.javaError();
    long type = Macros.Py_TYPE(exception);
    if (javaError == 0
        || !Macros.PyType_HasFeature(type, Layout.HEAP_TYPE) // As all of its subclasses are.
        || ObjectApi.PyType_IsSubtype(type, javaError) == 0) {
      return null;
    }
    long handle = Modules.attribute(attachment.border, exception, "throwable");
    try {
      return JavaCallables.carried(attachment.interpreter, handle) instanceof Throwable thrown
          ? thrown
          : null;
    } finally {
      Macros.Py_DECREF(handle);
    }
  }

  private static @Nullable Throwable cause(Attachment attachment, long exception, long[] seen) {
    long cause = causeOf(attachment.border, exception);
    if (cause == 0) {
      return null;
    }
    long[] chain = Arrays.copyOf(seen, seen.length + 1);
    chain[seen.length] = exception;
    if (chain.length >= MOST_CAUSES || Arrays.stream(chain).anyMatch(each -> each == cause)) {
      Macros.Py_DECREF(cause);
      return null;
    }
    return throwable(attachment, cause, chain);
  }

  private static boolean hasCause(Border border, long exception) {
    long cause = causeOf(border, exception);
    if (cause != 0) {
      Macros.Py_DECREF(cause);
    }
    return cause != 0;
  }

  /// The `__cause__`, or the `__context__` that is not suppressed: a new reference, or 0.
  private static long causeOf(Border border, long exception) {
    long cause = PyErrors.PyException_GetCause(exception);
    if (cause != 0) {
      return cause;
    }
    long context = PyErrors.PyException_GetContext(exception);
    if (context == 0) {
      return 0;
    }
    long suppressed = Modules.attribute(border, exception, "__suppress_context__");
    boolean hidden = ObjectApi.PyObject_IsTrue(suppressed) == 1;
    Macros.Py_DECREF(suppressed);
    if (hidden) {
      Macros.Py_DECREF(context);
      return 0;
    }
    return context;
  }

  /// `str()` of an exception, or a sentence where that raises.
  private static String message(Border border, long exception) {
    long text = ObjectApi.PyObject_Str(exception);
    if (text == 0) {
      PyErrors.PyErr_Clear();
      return "(its __str__ raises)";
    }
    return ShownText.of(border, text);
  }

  /// The name of a type: bare for a built-in one, dotted otherwise.
  static String typeName(Border border, long type) {
    String name = Memory.getString(Memory.getLong(type + Layout.TP_NAME));
    if (!Macros.PyType_HasFeature(type, Layout.HEAP_TYPE)) {
      return name.startsWith("builtins.") ? name.substring("builtins.".length()) : name;
    }
    String module = ShownText.of(border, Modules.attribute(border, type, "__module__"));
    String qualified = ShownText.of(border, Modules.attribute(border, type, "__qualname__"));
    return module.equals("builtins") ? qualified : module + "." + qualified;
  }

  /// Raises a Java throwable in Python: what came from Python as itself, anything else as a
  /// `terrarium.JavaError`, which is the context of an interrupt where one waits to be raised.
  static void raise(Attachment attachment, Throwable thrown) {
    if (thrown instanceof PythonException python) {
      long exception = python.value().newReference(attachment.interpreter);
      attachment.border.passage.note(attachment.border, exception, python);
      set(exception);
      return;
    }
    boolean before = attachment.shield(); // An interrupt would take the place of what is made.
    try {
      long error = made(attachment, thrown);
      set(before ? error : interrupted(attachment, error));
    } finally {
      attachment.unshield(before);
    }
  }

  /// The interrupt that waits to be raised on this thread, as what came of handling an error; the
  /// error itself where none waits. A new reference for the one that it takes over.
  private static long interrupted(Attachment attachment, long error) {
    Interruption interruption = attachment.interruption();
    if (interruption == null || !interruption.isPending()) {
      return error;
    }
    long interrupt = attachment.border.callRaw(attachment.interpreter.interrupted());
    PyErrors.PyException_SetContext(interrupt, error);
    return interrupt;
  }

  /// A new reference to the Python exception for a throwable, which is not raised.
  static long object(Attachment attachment, Throwable thrown) {
    return thrown instanceof PythonException python
        ? python.value().newReference(attachment.interpreter)
        : made(attachment, thrown);
  }

  private static long made(Attachment attachment, Throwable thrown) {
    Border border = attachment.border;
    long type = border.convert("$", thrown.getClass().getName());
    long message = border.convert("$", readable(thrown.getMessage()));
    long stack = border.convert("$", (JavaFunction) _ -> stackText(thrown));
    long handle = JavaCallables.opaque(attachment.interpreter, thrown);
    try {
      return border.callRaw(attachment.interpreter.javaError(), type, message, stack, handle);
    } finally {
      Macros.Py_DECREF(type);
      Macros.Py_DECREF(message);
      Macros.Py_DECREF(stack);
      Macros.Py_DECREF(handle);
    }
  }

  /// A message without lone surrogates, which would make another error of this one.
  static @Nullable String readable(@Nullable String message) {
    return message == null
        ? null
        : new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String stackText(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return String.valueOf(readable(text.toString()));
  }

  /// Sets an exception, whose reference it takes over.
  private static void set(long exception) {
    if (Version.atLeast(12)) {
      PyErrors.PyErr_SetRaisedException(exception);
      return;
    }
    long type = Macros.Py_TYPE(exception);
    Macros.Py_INCREF(type);
    PyErrors.PyErr_Restore(type, exception, PyErrors.PyException_GetTraceback(exception));
  }
}
