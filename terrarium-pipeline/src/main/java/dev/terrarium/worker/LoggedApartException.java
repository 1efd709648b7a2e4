package dev.terrarium.worker;

import dev.terrarium.logging.Traceback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exception that Python has logged in a worker process. Its stack trace is Python's frames, and
/// its cause what Python gives as that.
public final class LoggedApartException extends Exception implements Traceback {
  private static final long serialVersionUID = 1L;

  private final String traceback;

  /// @param text its type, and what it says
  /// @param frames the innermost first
  /// @param traceback what Python prints for the exception that was logged, which this is or has
  ///   come of
  public LoggedApartException(
      String text,
      List<StackTraceElement> frames,
      String traceback,
      @Nullable LoggedApartException cause) {
    super(text, cause);
    this.traceback = traceback;
    setStackTrace(frames.toArray(new StackTraceElement[0]));
  }

  /// Java's own frames are those of whoever reads what the process tells.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  @Override
  public String traceback() {
    return traceback;
  }
}
