package dev.terrarium.worker.script;

import dev.terrarium.worker.WorkerCrashedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A Python interpreter that runs one operation at a time for one owner. Safe to use from any
/// thread.
public interface ScriptHost extends AutoCloseable {
  /// Begins an operation: a call of one function of `terrarium._scripts`, on a thread that can be
  /// interrupted. Returns at once.
  ///
  /// @param function its name there, such as `call`
  /// @param arguments what items of a pipeline may be, [dev.terrarium.message.ForeignValue] of this
  ///   host among them; an [dev.terrarium.message.ArrayView], at any depth, is an ndarray there, or
  ///   nested lists where there is no NumPy. They are read before the operation ends.
  /// @param decoder makes the result of what the function returns
  /// @throws IllegalStateException if an operation has not ended yet, or the host is closed
  <R extends @Nullable Object> Running<R> start(
      String function, List<? extends @Nullable Object> arguments, Decoder<R> decoder);

  /// Calls a function of `terrarium._scripts` beside the operations, now and soon: one that is made
  /// for that and runs none of the user's code: `stop_turn`, `settle`, `interrupt_spawned`. Returns
  /// at once; what is told is told in order. Without effect when the host is closed.
  void tell(String function, List<? extends @Nullable Object> arguments);

  /// Has the threads that run operations give way to all others, from the next operation on, and
  /// for good: inline, the interpreter's threads that run one, with those that scripts start then;
  /// else every thread of the process.
  ///
  /// @return whether this system lets threads give way
  boolean giveWay();

  /// Whether it has a process of its own.
  boolean isProcess();

  /// Ends its process at once, and with it its operation, which fails with a
  /// [WorkerCrashedException]; without effect where it has none.
  void kill();

  /// Completed with how its process has ended, whatever has ended it; never where it has none.
  CompletableFuture<WorkerCrashedException> exit();

  /// Ends the host: interrupts spawned work, forgets handlers, ends a process. The owner has ended
  /// the operation before; one that runs on is interrupted, and not waited for.
  @Override
  void close();
}
