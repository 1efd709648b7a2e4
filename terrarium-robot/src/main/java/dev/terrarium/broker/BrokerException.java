package dev.terrarium.broker;

import dev.terrarium.safety.Durations;
import dev.terrarium.safety.NotArmed;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Severity;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can become of a call of Python other than its result.
///
/// The set is closed: a `switch` over it needs no `default`. Nothing is tried a second time by the
/// broker; whether to do so is for the caller to decide.
public abstract sealed class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String AGAIN =
      "Calls are served again when it ends; a process of its own is killed a second after the call was"
          + " given up, and another one serves";

  private final String code;
  private final Severity severity;

  private BrokerException(
      String code, Severity severity, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.severity = severity;
  }

  /// Returns the fault's name in scripts, records of events and metrics, such as `timeout`.
  public final String code() {
    return code;
  }

  /// Returns how bad it is.
  public final Severity severity() {
    return severity;
  }

  /// An exception that the Python code raised.
  public static final class PythonError extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String traceback;

    /// @param call what was called
    /// @param type the exception's type, such as `ValueError`
    /// @param message what it says
    /// @param traceback Python's text of it, the innermost frame last
    PythonError(
        String call, String type, String message, String traceback, @Nullable Throwable cause) {
      super(
          "python_error",
          Severity.ERROR,
          call + " raised " + type + (message.isEmpty() ? "" : ": " + message),
          cause);
      this.type = type;
      this.traceback = traceback;
    }

    /// Returns the exception's type, such as `ValueError`.
    public String type() {
      return type;
    }

    /// Returns Python's text of it, the innermost frame last.
    public String traceback() {
      return traceback;
    }
  }

  /// A call that had not ended at its deadline.
  public static final class Timeout extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final Duration deadline;
    private final boolean begun;

    /// @param before says what kept it from beginning; nothing if it has begun
    Timeout(String call, Duration deadline, Optional<String> before) {
      super(
          "timeout",
          Severity.ERROR,
          before
              .map(other ->
                  "%s did not begin within %s: %s"
                      .formatted(call, Durations.words(deadline), other))
              .orElseGet(
                  () -> "%s did not end within %s".formatted(call, Durations.words(deadline))),
          null);
      this.deadline = deadline;
      this.begun = before.isEmpty();
    }

    /// Returns how long the call was given.
    public Duration deadline() {
      return deadline;
    }

    /// Returns the same in milliseconds.
    public long millis() {
      return deadline.toMillis();
    }

    /// Whether the Python code had begun; it did nothing if not.
    public boolean hadBegun() {
      return begun;
    }
  }

  /// A module that is not on the interpreter's path.
  public static final class UnknownModule extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final String module;

    UnknownModule(String call, String module, @Nullable Throwable cause) {
      super(
          "unknown_module",
          Severity.ERROR,
          "%s needs the module '%s', which is not on the Python path".formatted(call, module),
          cause);
      this.module = module;
    }

    /// Returns the module's name.
    public String module() {
      return module;
    }
  }

  /// A call that needs an armed robot, made while it was not.
  public static final class SafetyNotArmed extends BrokerException implements NotArmed {
    private static final long serialVersionUID = 1L;

    private final SafetyState state;

    SafetyNotArmed(String call, SafetyState state) {
      super(
          "safety_not_armed",
          Severity.ERROR,
          "%s needs an armed robot, and this one is %s; the operator arms it, or the call is made with"
                  .formatted(call, state.id())
              + " SafetyPolicy.ANY",
          null);
      this.state = state;
    }

    /// Returns what the robot was.
    public SafetyState state() {
      return state;
    }
  }

  /// A call that ended because safety left armed.
  public static final class SafetyDisarmed extends BrokerException implements NotArmed {
    private static final long serialVersionUID = 1L;

    private final SafetyState state;
    private final boolean begun;

    SafetyDisarmed(String call, SafetyState state, boolean begun) {
      super(
          "safety_disarmed",
          Severity.CRITICAL,
          call
              + (begun
                  ? " was ended because safety left armed: the robot is "
                  : " did not begin because safety left armed: the robot is ")
              + state.id(),
          null);
      this.state = state;
      this.begun = begun;
    }

    /// Returns what the robot became.
    public SafetyState state() {
      return state;
    }

    /// Whether the Python code had begun; it did nothing if not.
    public boolean hadBegun() {
      return begun;
    }
  }

  /// A call that was not begun because an earlier one, already given up, is stuck where no
  /// interrupt reaches it.
  public static final class InterpreterBusy extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final String culprit;
    private final String stack;

    InterpreterBusy(String culprit, String stack, String where) {
      super(
          "interpreter_busy",
          Severity.ERROR,
          "The interpreter is busy: "
              + culprit
              + " was given up and does not end; it "
              + where
              + ", where no interrupt reaches it. "
              + AGAIN,
          null);
      this.culprit = culprit;
      this.stack = stack;
    }

    /// Returns the call that is stuck.
    public String culprit() {
      return culprit;
    }

    /// Returns where it stands, the innermost frame last; empty if it cannot be seen.
    public String stack() {
      return stack;
    }
  }

  /// A call that was not begun because an earlier one, already given up, swallows its interrupts.
  public static final class InterpreterPoisoned extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final String culprit;
    private final String stack;

    InterpreterPoisoned(String culprit, String stack) {
      super(
          "interpreter_poisoned",
          Severity.CRITICAL,
          "The interpreter is poisoned: "
              + culprit
              + " was given up, is interrupted every 10 ms, and runs on all the same. "
              + AGAIN,
          null);
      this.culprit = culprit;
      this.stack = stack;
    }

    /// Returns the call that does not end.
    public String culprit() {
      return culprit;
    }

    /// Returns where it stands, the innermost frame last; empty if it cannot be seen.
    public String stack() {
      return stack;
    }
  }

  /// A value that cannot cross between Java and Python.
  public static final class Marshal extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    Marshal(String call, String what, String path, String reason, @Nullable Throwable cause) {
      super("marshal", Severity.ERROR, sentence(call, what, path, reason), cause);
      this.path = path;
      this.reason = reason;
    }

    /// Says it; what a function has to say of all that was returned follows the call's name.
    private static String sentence(String call, String what, String path, String reason) {
      return path.equals("$") && reason.startsWith("returned ")
          ? call + " " + reason
          : "%s of %s cannot cross, at %s: %s".formatted(what, call, path, reason);
    }

    /// Returns where in the value, from `$`, such as `$[2].pose`.
    public String path() {
      return path;
    }

    /// Returns what is wrong there.
    public String reason() {
      return reason;
    }
  }

  /// A call during which the worker process ended, or for which none could be started.
  public static final class WorkerCrashed extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final String how;

    WorkerCrashed(String call, String how, @Nullable Throwable cause) {
      super("worker_crashed", Severity.CRITICAL, call + ": " + how, cause);
      this.how = how;
    }

    /// Returns what became of the process, with what it wrote last.
    public String how() {
      return how;
    }
  }
}
