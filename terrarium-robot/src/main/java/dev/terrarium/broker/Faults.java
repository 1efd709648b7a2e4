package dev.terrarium.broker;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.ScriptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a host fails with, as what a broker's callers get.
final class Faults {
  private Faults() {}

  /// Returns what a call fails with.
  ///
  /// @param call what was called
  /// @param failure what its host says
  static Throwable of(String call, Throwable failure) {
    return switch (failure) {
      case ScriptException script -> of(call, script);
      case Unfit unfit ->
          new BrokerException.Marshal(call, unfit.what(), unfit.path(), unfit.reason(), failure);
      case ConversionFault fault ->
          new BrokerException.Marshal(
              call,
              fault.whole().isEmpty() ? "A value" : capital(fault.whole()),
              fault.path(),
              String.valueOf(fault.getMessage()),
              fault.getCause() == null ? fault : fault.getCause());
      case WorkerCrashedException crash ->
          new BrokerException.WorkerCrashed(call, String.valueOf(crash.getMessage()), crash);
      default -> failure;
    };
  }

  private static BrokerException of(String call, ScriptException failure) {
    return switch (failure) {
      case ScriptException.Raised raised ->
          new BrokerException.PythonError(
              call, raised.type(), raised.detail(), raised.traceback(), raised);
      case ScriptException.UnknownModule unknown ->
          new BrokerException.UnknownModule(call, unknown.name(), unknown);
      case ScriptException.Interrupted interrupted ->
          new BrokerException.PythonError(
              call,
              "terrarium.Interrupted",
              "somebody else interrupted it",
              interrupted.traceback(),
              interrupted);
      case ScriptException.Unavailable unavailable ->
          new BrokerException.WorkerCrashed(
              call, String.valueOf(unavailable.getMessage()), unavailable);
    };
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /// Returns what a waiting thread throws of an outcome, with that thread's stack beside the
  /// fault's.
  static RuntimeException again(Throwable fault) {
    return switch (fault) {
      case BrokerException told -> {
        told.setStackTrace(new Throwable().getStackTrace());
        yield told;
      }
      case RuntimeException thrown -> thrown;
      case Error error -> throw error;
      default -> throw new AssertionError("A fault of the broker's own", fault);
    };
  }

  /// Names an outcome: `ok`, `cancelled`, the code of a [BrokerException], or `fault` for what a
  /// decoder threw.
  static String code(CompletableFuture<?> outcome) {
    return switch (outcome.state()) {
      case RUNNING -> "running";
      case SUCCESS -> "ok";
      case CANCELLED -> "cancelled";
      case FAILED -> code(outcome.exceptionNow());
    };
  }

  private static String code(@Nullable Throwable fault) {
    return switch (fault) {
      case BrokerException told -> told.code();
      case CancellationException _ -> "cancelled";
      case null, default -> "fault";
    };
  }

  /// A value of a call that cannot cross, with what is known of it.
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String path;
    private final String reason;

    /// @param what which value, such as `An argument`
    /// @param path where in it, from `$`
    Unfit(String what, String path, String reason) {
      super(what + ", at " + path + ": " + reason);
      this.what = what;
      this.path = path;
      this.reason = reason;
    }

    String what() {
      return what;
    }

    String path() {
      return path;
    }

    String reason() {
      return reason;
    }
  }
}
