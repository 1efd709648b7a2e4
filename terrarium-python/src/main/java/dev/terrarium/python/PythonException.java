package dev.terrarium.python;

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
  private final String typeName;
  private final String pythonMessage;
  private final transient PyRef value;

  PythonException(
      String typeName,
      String pythonMessage,
      PyRef value,
      List<StackTraceElement> pythonFrames,
      @Nullable Throwable cause) {
    super(pythonMessage.isEmpty() ? typeName : typeName + ": " + pythonMessage);
    this.typeName = typeName;
    this.pythonMessage = pythonMessage;
    this.value = value;
    if (cause != null) {
      initCause(cause);
    }
    setStackTrace(Tracebacks.merged(pythonFrames, getStackTrace()));
  }

  /// The name of its type: bare for a built-in one (`ValueError`), dotted otherwise
  /// (`json.decoder.JSONDecodeError`).
  public String typeName() {
    return typeName;
  }

  /// What `str()` says of it, without the type.
  public String pythonMessage() {
    return pythonMessage;
  }

  /// The exception object.
  public PyRef value() {
    return value;
  }

  /// The notes that were added to it, oldest first.
  public List<String> notes() {
    return value.withGil(gil -> {
      PyObject exception = gil.of(value);
      return exception.hasAttr("__notes__")
          ? exception.attr("__notes__").as(new TypeRef<List<String>>() {})
          : List.of();
    });
  }

  /// The traceback as Python prints it, with causes, notes and groups.
  public String traceback() {
    return value.withGil(gil ->
        gil.importModule("terrarium._faults")
            .attr("traceback_text")
            .call(String.class, gil.of(value)));
  }

  /// The exceptions of an exception group, in order; empty for any other.
  public List<PyRef> members() {
    return value.withGil(gil -> {
      PyObject exception = gil.of(value);
      return Tracebacks.isGroup(gil, exception)
          ? exception.attr("exceptions").as(new TypeRef<List<PyRef>>() {})
          : List.of();
    });
  }
}
