package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What goes wrong in Python, in the words of a pipeline.
final class Faults {
  private Faults() {}

  /// Does some work in Python and translates what it throws.
  static <T extends @Nullable Object> T translated(Supplier<T> work) throws ForeignException {
    try {
      return work.get();
    } catch (PythonException e) {
      throw raised(e);
    } catch (ConversionException e) {
      throw conversion(e);
    } catch (PythonUnavailableException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Reads all there is to know of an exception, and lets the exception object go.
  private static ForeignException raised(PythonException e) {
    try (var _ = e.value()) {
      return new ForeignException(e.typeName(), e.pythonMessage(), e.traceback(), reason(e));
    }
  }

  /// An interrupt that was raised in Python is what an interrupt is in Java.
  private static Throwable reason(PythonException e) {
    return e.typeName().equals("terrarium._errors.Interrupted")
        ? new InterruptedException("Python was interrupted").initCause(e)
        : e;
  }

  static ConversionFault conversion(ConversionException e) {
    var path = e.path();
    var message = String.valueOf(e.getMessage());
    var reason = message.startsWith(path + ": ") ? message.substring(path.length() + 2) : message;
    return new ConversionFault(path, reason);
  }
}
