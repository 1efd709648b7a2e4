package dev.terrarium.worker.inline;

import dev.terrarium.environment.Origin;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonCall;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.python.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What goes wrong in Python, in the words of a pipeline.
final class Faults {
  /// The frames worth telling of code that does not stop.
  private static final int MOST_FRAMES = 10;

  private Faults() {}

  /// Does some work in Python and translates what it throws.
  static <T extends @Nullable Object> T translated(Supplier<T> work) throws ForeignException {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw translation(e);
    }
  }

  /// Waits for a call and translates what it throws.
  static <T extends @Nullable Object> T awaited(PythonCall<T> call)
      throws ForeignException, InterruptedException {
    try {
      return call.await();
    } catch (RuntimeException e) {
      throw translation(e);
    }
  }

  /// Returns a failure of Python's, or throws what is to be thrown as it is.
  private static ForeignException translation(RuntimeException thrown) {
    return switch (thrown) {
      case PythonException e -> raised(e);
      case ConversionException e -> throw conversion(e);
      case PythonUnavailableException e ->
          throw new UnavailableException(String.valueOf(e.getMessage()), e);
      default -> throw thrown;
    };
  }

  /// Reads all there is to know of an exception, and lets the exception object go. In a program of
  /// Python's own the object is what is raised there at the end.
  private static ForeignException raised(PythonException e) {
    try (var _ = isHosted() ? null : e.value()) {
      return new ForeignException(e.kinds(), e.pythonMessage(), e.traceback(), reason(e));
    }
  }

  private static boolean isHosted() {
    return Python.opened()
        .filter(python -> python.installation().origin() == Origin.HOST)
        .isPresent();
  }

  /// An interrupt that was raised in Python is what an interrupt is in Java.
  private static Throwable reason(PythonException e) {
    return e.typeName().equals("terrarium._errors.Interrupted")
        ? new InterruptedException("Python was interrupted").initCause(e)
        : e;
  }

  /// What is to be said of Python code that was interrupted and runs on: a sentence and its stack.
  static Optional<String> standing(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NothingRunning _, Verdict.NotStarted _, Verdict.Ended _ -> Optional.empty();
      case Verdict.Swallowed _, Verdict.Blocked _, Verdict.HoldsGil _ -> {
        yield Optional.of("Python code " + verdict.sentence() + frames(verdict.stack()));
      }
    };
  }

  /// The frames of a stack that are the user's, innermost first, each on a line of its own.
  static String frames(List<StackTraceElement> stack) {
    return stack.stream()
        .takeWhile(frame -> !isOurs(frame.getClassName()))
        .limit(MOST_FRAMES)
        .map(frame -> "\n    at " + frame)
        .collect(Collectors.joining());
  }

  private static boolean isOurs(String module) {
    return module.startsWith("dev.terrarium.") || module.startsWith("terrarium._");
  }

  static ConversionFault conversion(ConversionException e) {
    var path = e.path();
    var message = String.valueOf(e.getMessage());
    return new ConversionFault(path, without(path, message));
  }

  /// A message without its path, which stands before or behind it.
  private static String without(String path, String message) {
    var before = path + ": ";
    var behind = ", at " + path;
    if (message.startsWith(before)) {
      return message.substring(before.length());
    }
    return message.endsWith(behind)
        ? message.substring(0, message.length() - behind.length())
        : message;
  }
}
