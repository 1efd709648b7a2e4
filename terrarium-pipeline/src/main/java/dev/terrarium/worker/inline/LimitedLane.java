package dev.terrarium.worker.inline;

import dev.terrarium.python.DeadlineException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Limits;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonCall;
import dev.terrarium.python.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// On a thread of the embedding's, for no longer than an item may take.
///
/// All calls for one item share its limit; what happens between them does not count. At its end
/// Python is interrupted, and whoever waits goes on when that has ended the work or the grace is
/// over. Work that runs on then keeps the node to itself: calls are refused until it has ended.
final class LimitedLane implements Lane {
  private final Python python;
  private final String name;
  private final Duration limit;
  private long leftNanos;
  private String what = "";
  private @Nullable GivenUp givenUp;

  /// @param name what Python's lists of running calls say of the node's work
  /// @param limit how long the node may work on one item
  LimitedLane(Python python, String name, Duration limit) {
    this.python = python;
    this.name = name;
    this.limit = limit;
  }

  /// Work that was not waited for to its end.
  ///
  /// @param what what it was about
  /// @param ended completed when it has ended
  /// @param standing a sentence that says what became of it
  private record GivenUp(String what, CompletableFuture<Boolean> ended, String standing) {}

  /// Imports what drives async nodes: a module whose import is interrupted stays half imported.
  @Override
  public void prepare(Gil gil) {
    var _ = gil.importModule("terrarium._loop");
  }

  @Override
  public void begin(String what) {
    this.what = what;
    leftNanos = limit.toNanos();
  }

  /// Goes by another lane, since it has no limit.
  @Override
  public void beginCleanUp() {}

  @Override
  public <R extends @Nullable Object> R call(Function<Gil, R> work) throws Exception {
    if (isStuck() && givenUp != null) {
      throw TimeLimits.busy(limit, givenUp.what(), givenUp.standing());
    }
    if (leftNanos <= 0) {
      throw TimeLimits.spent(limit, what);
    }
    long start = System.nanoTime();
    try {
      return await(python.submit(Limits.of(Duration.ofNanos(leftNanos)).named(name), work));
    } finally {
      leftNanos -= System.nanoTime() - start;
    }
  }

  private <R extends @Nullable Object> R await(PythonCall<R> call) throws Exception {
    try {
      return Faults.awaited(call);
    } catch (DeadlineException late) {
      if (runsOn(late.verdict())) {
        givenUp = new GivenUp(what, call.ended(), late.verdict().sentence());
      }
      throw TimeLimits.passed(limit, what, late);
    } catch (InterruptedException interrupted) {
      givenUp = new GivenUp(what, call.ended(), "was interrupted and has not ended yet");
      throw interrupted;
    }
  }

  private static boolean runsOn(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NothingRunning _, Verdict.NotStarted _, Verdict.Ended _ -> false;
      case Verdict.Swallowed _, Verdict.Blocked _, Verdict.HoldsGil _ -> true;
    };
  }

  @Override
  public boolean isStuck() {
    if (givenUp != null && givenUp.ended().isDone()) {
      givenUp = null;
    }
    return givenUp != null;
  }

  @Override
  public void settle() throws BusyException {
    var waited = givenUp;
    if (waited == null) {
      return;
    }
    try {
      boolean _ = waited.ended().get(Limits.USUAL_GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new BusyException(TimeLimits.busyMessage(limit, waited.what(), waited.standing()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException(TimeLimits.busyMessage(limit, waited.what(), waited.standing()));
    }
  }
}
