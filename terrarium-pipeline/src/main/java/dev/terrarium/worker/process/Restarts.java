package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whether, and after which wait, a seat's worker process is started again; what ends by itself
/// counts, and so does a start that fails.
final class Restarts {
  private final Owner owner;
  private final Figures figures;
  private final Budget budget = new Budget();
  private @Nullable Exception lastFailure;
  private int failuresInARow;

  Restarts(Owner owner, Figures figures) {
    this.owner = owner;
    this.figures = figures;
  }

  /// Notes that a process has ended by itself.
  void crashed() {
    budget.failed(System.nanoTime());
  }

  /// Whether another may be started.
  boolean isAllowed() {
    return budget.allows(System.nanoTime());
  }

  /// Waits until the next may be started.
  ///
  /// @throws WorkerCrashedException if there is to be none
  void await() throws InterruptedException, WorkerCrashedException {
    long now = System.nanoTime();
    if (!budget.allows(now)) {
      figures.gaveUp();
      throw givenUp();
    }
    TimeUnit.NANOSECONDS.sleep(budget.pause(now));
  }

  private WorkerCrashedException givenUp() {
    var failure = lastFailure;
    var how =
        "%s has ended %s%d times within %d s, and is not started again%s"
            .formatted(
                owner.subject(),
                failure == null ? "" : "or could not be started ",
                Budget.MOST,
                Budget.WITHIN.toSeconds(),
                failure == null ? "" : "; the last time: " + failure.getMessage());
    var crash = new WorkerCrashedException(owner.node(), -1, how, "");
    if (failure != null) {
      var _ = crash.initCause(failure);
    }
    return crash;
  }

  /// The node is there again.
  void succeeded() {
    failuresInARow = 0;
    lastFailure = null;
  }

  /// The next one could not be started, or the node not be made in it.
  ///
  /// @return what to tell of the item that waited for it
  Exception failed(Exception thrown) {
    if (!(thrown instanceof WorkerCrashedException)) { // which was counted when it was noticed
      crashed();
    }
    failuresInARow++;
    var before = lastFailure;
    lastFailure = thrown;
    figures.notStarted(
        "%s could not be started again (attempt %d, failure %d of %d within %d s): %s"
                .formatted(
                    owner.subject(),
                    failuresInARow,
                    budget.failures(System.nanoTime()),
                    Budget.MOST,
                    Budget.WITHIN.toSeconds(),
                    thrown.getMessage())
            + where(thrown, before));
    return named(thrown);
  }

  /// Continues that with where in the node's code it was raised, if it was not so the last time
  /// too.
  private static String where(Exception thrown, @Nullable Exception before) {
    return thrown instanceof ForeignException raised
            && (before == null || !Objects.equals(before.getMessage(), thrown.getMessage()))
        ? "\n" + raised.traceback().stripTrailing()
        : "";
  }

  /// Says of what Python raised that it was not the item's doing; a crash tells it itself.
  private Exception named(Exception thrown) {
    return thrown instanceof ForeignException raised
        ? new ForeignException(
            raised.kinds(),
            "%s (when %s was started again)".formatted(raised.detail(), owner.subject()).strip(),
            raised.traceback(),
            Objects.requireNonNullElse(raised.getCause(), raised))
        : thrown;
  }
}
