package dev.terrarium.python;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exception that Python raised.
///
/// Its stack trace begins with Python's own frames, the one that raised first, and goes on with the
/// Java frames that called Python. Its cause is Python's `__cause__`, or the `__context__` where
/// that is not suppressed. The exception object itself stays reachable, so that the text of the
/// traceback is made only when somebody asks for it.
@SuppressWarnings("serial")
public final class PythonException extends PythonFault {
  /*
   * Most exceptions are caught and never shown, and Java's frames are dear: the JVM notes where it
   * stood in less than a microsecond, and takes five times that to make names of it. So the names
   * are made, and the frames put together, when somebody first looks. Python's frames are names
   * from the start: to look later would need the GIL, and a logger must not wait for that.
   *
   * Everything that looks comes through a method that is overridden here, but one: as the cause of
   * another exception whose trace is printed, this one is asked for its text alone. The text then
   * has Python's frames under it, and the JDK prints Java's below.
   */
  private static final String CUT = " (its causes are left out here, and are in traceback())";

  /// From so many frames, or characters, on the text of its traceback may be shortened.
  private static final int MANY = 256;

  private final String typeName;
  private final String pythonMessage;
  private final transient PyRef value;

  /// Whether there is nothing about it that the text of its traceback must take care of.
  private final transient boolean alone;

  /// Python's frames, as long as they are not in the stack trace. Guarded by this.
  private transient @Nullable List<StackTraceElement> pythonFrames;

  /// @param cut whether it has causes that are left out
  PythonException(
      String typeName,
      String pythonMessage,
      PyRef value,
      List<StackTraceElement> pythonFrames,
      @Nullable Throwable cause,
      boolean cut) {
    super(text(typeName, pythonMessage) + (cut ? CUT : ""));
    this.typeName = typeName;
    this.pythonMessage = pythonMessage;
    this.value = value;
    if (cause != null) {
      initCause(cause);
    }
    this.pythonFrames = pythonFrames;
    this.alone =
        cause == null
            && !cut
            && pythonMessage.length() < MANY
            && pythonFrames.size() < MANY
            && !Tracebacks.beginInside(pythonFrames);
  }

  private static String text(String typeName, String pythonMessage) {
    return pythonMessage.isEmpty() ? typeName : typeName + ": " + pythonMessage;
  }

  @Override
  public StackTraceElement[] getStackTrace() {
    merge();
    return super.getStackTrace();
  }

  @Override
  public synchronized void setStackTrace(StackTraceElement[] frames) {
    pythonFrames = null;
    super.setStackTrace(frames);
  }

  @Override
  public void printStackTrace(PrintStream stream) {
    merge();
    super.printStackTrace(stream);
  }

  @Override
  public void printStackTrace(PrintWriter writer) {
    merge();
    super.printStackTrace(writer);
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // Not the message: what is printed with it.
  public String toString() {
    String text = super.toString();
    List<StackTraceElement> missing = merge();
    return missing.isEmpty() || !Tracebacks.isPrintingACause()
        ? text
        : text + Tracebacks.lines(missing);
  }

  /// What is written in its place: itself, as others see it.
  private Object writeReplace() {
    merge();
    return this;
  }

  /// Puts the stack trace together, and those of its causes, which are printed with it; returns the
  /// frames that it lacked.
  private List<StackTraceElement> merge() {
    if (getCause() instanceof PythonException cause) { // A chain is short, and no circle.
      List<StackTraceElement> _ = cause.merge();
    }
    return mergeOwn();
  }

  private synchronized List<StackTraceElement> mergeOwn() {
    List<StackTraceElement> missing = pythonFrames;
    if (missing == null) {
      return List.of();
    }
    setStackTrace(Tracebacks.merged(missing, super.getStackTrace()));
    return missing;
  }

  /// Its frames above the call from Python that it is on its way through. Where Python's alone are
  /// as many as are kept, nobody looks for Java's.
  List<StackTraceElement> framesInPython() {
    List<StackTraceElement> python = unmergedFrames();
    return Tracebacks.areFull(python)
        ? python
        : Tracebacks.joined(Tracebacks.untilPython(getStackTrace()), List.of());
  }

  private synchronized List<StackTraceElement> unmergedFrames() {
    return pythonFrames == null ? List.of() : pythonFrames;
  }

  /// The name of its type: bare for a built-in one (`ValueError`), dotted otherwise
  /// (`json.decoder.JSONDecodeError`).
  public String typeName() {
    return typeName;
  }

  /// The names of its type and of all that this is a subclass of, the nearest first, as
  /// [#typeName()] gives them: `ConnectionResetError`, `ConnectionError`, `OSError`, `Exception`,
  /// `BaseException`.
  public List<String> kinds() {
    return value.withGil(gil -> {
      PyObject kinds = gil.importModule("terrarium._faults").attr("kinds_of");
      return List.copyOf(kinds.call(gil.of(value)).as(new TypeRef<List<String>>() {}));
    });
  }

  /// What `str()` says of it, without the type.
  public String pythonMessage() {
    return pythonMessage;
  }

  /// The exception object.
  public PyRef value() {
    return value;
  }

  /// The notes that were added to it, oldest first; what is no text is none.
  public List<String> notes() {
    return value.withGil(gil -> {
      PyObject notes = gil.importModule("terrarium._faults").attr("notes_of");
      return List.copyOf(notes.call(gil.of(value)).as(new TypeRef<List<String>>() {}));
    });
  }

  /// The traceback as Python prints it, with causes, notes and groups. Of more than 256 frames the
  /// first and the last are shown, of a text the first 2,000 characters.
  public String traceback() {
    return value.withGil(
        gil -> gil.attachment.interpreter.tracebackText.of(gil.attachment, value, alone));
  }

  /// The exceptions of an exception group, in order, as they would be thrown; empty for any other.
  public List<Throwable> exceptions() {
    return value.withGil(gil -> {
      List<Throwable> thrown = new ArrayList<>();
      PyObject exception = gil.of(value);
      if (Tracebacks.isGroup(gil, exception)) {
        exception.attr("exceptions").forEach(each -> thrown.add(Raised.of(gil.attachment, each)));
      }
      return List.copyOf(thrown);
    });
  }

  /// The exception objects of an exception group, in order; empty for any other.
  public List<PyRef> members() {
    return value.withGil(gil -> {
      PyObject exception = gil.of(value);
      return Tracebacks.isGroup(gil, exception)
          ? exception.attr("exceptions").as(new TypeRef<List<PyRef>>() {})
          : List.of();
    });
  }
}
