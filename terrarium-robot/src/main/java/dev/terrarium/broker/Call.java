package dev.terrarium.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A call that nobody need wait for; to cancel it gives it up.
///
/// Whoever does wait is freed by the thread that decides what comes of it, such as the one that
/// trips safety. What hangs on it is run by another, a little later.
final class Call<R extends @Nullable Object> extends CompletableFuture<R> {
  private final Operation<R> operation;
  private final Desk desk;
  private final Executor executor;

  /// What those who ask and wait see. Nothing hangs on it: to complete it runs nobody's code.
  private final CompletableFuture<R> decided = new CompletableFuture<>();

  /// @param executor completes this, and so runs what hangs on it
  Call(Operation<R> operation, Desk desk, Executor executor) {
    this.operation = operation;
    this.desk = desk;
    this.executor = executor;
    var outcome = operation.outcome();
    // What is hung on last is done first.
    var _ = outcome.whenCompleteAsync(this::tell, executor);
    var _ = outcome.whenComplete(this::decide);
  }

  private void decide(R result, @Nullable Throwable fault) {
    if (fault == null) {
      decided.complete(result);
    } else {
      decided.completeExceptionally(fault);
    }
  }

  private void tell(R result, @Nullable Throwable fault) {
    if (fault == null) {
      super.complete(result);
    } else {
      super.completeExceptionally(fault);
    }
  }

  @Override
  public boolean complete(R value) {
    return decided.complete(value) && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable fault) {
    return decided.completeExceptionally(fault) && super.completeExceptionally(fault);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    desk.cancel(operation);
    return decided.cancel(false) && super.cancel(false);
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    return decided.get();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return decided.get(timeout, unit);
  }

  @Override
  public R join() {
    return decided.join();
  }

  @Override
  public R getNow(R absent) {
    return decided.getNow(absent);
  }

  @Override
  public R resultNow() {
    return decided.resultNow();
  }

  @Override
  public Throwable exceptionNow() {
    return decided.exceptionNow();
  }

  @Override
  public State state() {
    return decided.state();
  }

  @Override
  public boolean isDone() {
    return decided.isDone();
  }

  @Override
  public boolean isCancelled() {
    return decided.isCancelled();
  }

  @Override
  public boolean isCompletedExceptionally() {
    return decided.isCompletedExceptionally();
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }
}
