package dev.terrarium.python;

/// A fault of this room. See the package for the tree.
@SuppressWarnings("serial")
public abstract sealed class PythonFault extends RuntimeException
    permits PythonException, ConversionException, DeadlineException, PythonUnavailableException {

  PythonFault(String message) {
    super(message);
  }

  PythonFault(String message, Throwable cause) {
    super(message, cause);
  }
}
