package dev.terrarium.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A call that nobody need wait for; to cancel it gives it up.
final class Call<R extends @Nullable Object> extends CompletableFuture<R> {
  private final Operation<R> operation;
  private final Desk desk;
  private final Executor executor;

  /// @param executor completes this, and so runs what hangs on it
  Call(Operation<R> operation, Desk desk, Executor executor) {
    this.operation = operation;
    this.desk = desk;
    this.executor = executor;
    var _ =
        operation
            .outcome()
            .whenCompleteAsync(
                (result, fault) -> {
                  if (fault == null) {
                    complete(result);
                  } else {
                    completeExceptionally(fault);
                  }
                },
                executor);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    desk.cancel(operation);
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }
}
