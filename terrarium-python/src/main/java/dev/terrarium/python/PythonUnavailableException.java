package dev.terrarium.python;

/// An interpreter that did not start, or that takes no more work because its JVM ends.
@SuppressWarnings("serial")
public final class PythonUnavailableException extends PythonFault {
  PythonUnavailableException(String message) {
    super(message);
  }

  PythonUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
