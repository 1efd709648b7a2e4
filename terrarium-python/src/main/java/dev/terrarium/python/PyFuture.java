package dev.terrarium.python;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The Java future of a Python awaitable that runs on the event loop.
///
/// Whoever waits for it, or for a future derived from it, holds no GIL meanwhile. Whoever completes
/// it first in any way, by `cancel` or by a timeout, cancels the Python task. It is completed on a
/// virtual thread: what depends on it never runs on the loop's thread, where it would hold up all
/// of asyncio.
final class PyFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private static final int RESULT = 0;
  private static final int EXCEPTION = 1;

  private final Interpreter interpreter;

  /// The task, until it has ended. Closed and forgotten with the GIL held.
  private volatile @Nullable PyRef task;

  private PyFuture(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Starts an awaitable on the loop, in a copy of the current context. Needs the GIL.
  ///
  /// @throws PythonException a `TypeError` when it cannot be awaited
  static <T extends @Nullable Object> PyFuture<T> of(Gil gil, PyObject awaitable, ItemType type) {
    Attachment attachment = gil.attachment;
    Interpreter interpreter = attachment.interpreter;
    PyFuture<T> future = new PyFuture<>(interpreter);
    Border border = attachment.border;
    long submitted = interpreter.functions.of(border, "terrarium._futures.Submitted");
    long loop = interpreter.loop.loop(attachment);
    try (PyObject done = gil.function("done", arguments -> future.finish(arguments, type));
        PyObject task =
            border.object(border.callRaw(submitted, loop, awaitable.pointer(), done.pointer()))) {
      future.task = task.keep();
      task.callMethod("start").close();
    }
    CompletableFuture<T> _ = future.whenComplete((_, _) -> future.stop());
    return future;
  }

  /// Cancels the task, if it still runs.
  private void stop() {
    if (task != null) {
      interpreter.loop.soon(gil -> {
        PyRef running = task;
        if (running != null) {
          gil.of(running).callMethod("cancel");
        }
      });
    }
  }

  /// Takes what became of the task; on the loop's thread.
  private @Nullable Object finish(PyArguments arguments, ItemType type) {
    PyRef ended = Objects.requireNonNull(task);
    task = null;
    ended.close();
    int kind = arguments.as(0, int.class);
    Attachment attachment = arguments.gil().attachment;
    if (kind == RESULT) {
      try {
        Object value = type.read(attachment, arguments.get(1).newReference(), -1);
        settle(() -> completeWith(value));
      } catch (RuntimeException | Error unreadable) {
        settle(() -> completeExceptionally(unreadable));
      }
    } else if (kind == EXCEPTION) {
      Throwable raised = Raised.of(attachment, arguments.get(1));
      settle(() -> completeExceptionally(raised));
    } else {
      settle(() -> cancel(false));
    }
    return null;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  private void completeWith(@Nullable Object value) {
    complete((T) value);
  }

  private static void settle(Runnable completion) {
    Thread.ofVirtual().name("terrarium-future").start(completion);
  }

  /// Waits for the result. What Python raised is thrown as it is; an interrupt cancels the task.
  ///
  /// @throws CancellationException when the task was cancelled
  T await() throws InterruptedException {
    try {
      return get();
    } catch (InterruptedException interrupted) {
      cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNull(failed.getCause());
      throw Thrown.unchecked(cause instanceof PythonException ? Thrown.here(cause) : cause);
    }
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    if (isDone()) {
      return super.get();
    }
    try (Waiting _ = Waiting.begin(interpreter)) {
      return super.get();
    }
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (isDone()) {
      return super.get(timeout, unit);
    }
    try (Waiting _ = Waiting.begin(interpreter)) {
      return super.get(timeout, unit);
    }
  }

  @Override
  public T join() {
    if (isDone()) {
      return super.join();
    }
    try (Waiting _ = Waiting.begin(interpreter)) {
      return super.join();
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new PyFuture<>(interpreter);
  }
}
