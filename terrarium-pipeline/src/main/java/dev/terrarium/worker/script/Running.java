package dev.terrarium.worker.script;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An operation under way. Safe to use from any thread.
///
/// @param <R> what it results in
public interface Running<R extends @Nullable Object> {
  /// The result: completed when the operation ends, or when its process does.
  ///
  /// It fails with a [ScriptException], with a [dev.terrarium.message.ConversionFault] for an
  /// argument or a result that cannot cross, with a [dev.terrarium.worker.WorkerCrashedException]
  /// where its process has ended, or with what the [Decoder] threw. What depends on it runs on
  /// threads of the host.
  CompletableFuture<R> result();

  /// Completed when the Python code has really ended, with the result there: the next operation may
  /// begin. Never completed exceptionally. What depends on it runs on threads of the host.
  CompletableFuture<?> ended();

  /// Raises `terrarium.Interrupted` in the Python code now, and every so often again until it has
  /// ended; interrupts Java code that it waits for. An operation that has not begun never does, and
  /// fails with [ScriptException.Interrupted].
  ///
  /// Never waits for Python, and never reaches another operation than this. A second call does
  /// nothing.
  ///
  /// @param every at least a millisecond
  void interrupt(Duration every);

  /// Where it stands now. Waits for Python no longer than about 50 ms.
  Standing standing();
}
