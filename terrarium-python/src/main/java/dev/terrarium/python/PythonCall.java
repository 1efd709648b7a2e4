package dev.terrarium.python;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A call of Python on a thread of ours, which can be waited for, interrupted and given up.
///
/// The call runs on Python's main thread where that is free, since there an interrupt also ends
/// sleeps, waits for locks and system calls. Safe to use from any thread; one that waits here and
/// holds the GIL lets it go meanwhile.
///
/// @param <R> what the call returns
public final class PythonCall<R extends @Nullable Object> implements Future<R> {
  private enum Phase {
    WAITING,
    RUNNING,
    ENDED
  }

  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

  private final Interpreter interpreter;
  private final Limits limits;
  private final long made = System.nanoTime();
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Object lock = new Object();

  // Guarded by the lock.
  private @Nullable Function<Gil, R> work;
  private Phase phase = Phase.WAITING;
  private @Nullable Attachment attachment;
  private @Nullable Interruption interruption;
  private Runnable takeBackAlarm = () -> {};

  PythonCall(Interpreter interpreter, Limits limits, Function<Gil, R> work) {
    this.interpreter = interpreter;
    this.limits = Objects.requireNonNull(limits, "limits");
    this.work = Objects.requireNonNull(work, "work");
  }

  /// Sets the alarm for the deadline; before a carrier has the call.
  void arm() {
    limits
        .deadline()
        .ifPresent(deadline -> {
          synchronized (lock) {
            takeBackAlarm = interpreter.watchdog.after(deadline, this::expire);
          }
        });
  }

  // ---- On the carrier

  /// Runs the call; on a carrier.
  void carry() {
    R value = null;
    Throwable thrown = null;
    try {
      if (!isWithdrawn()) {
        value = attached();
      }
    } catch (Throwable failed) {
      thrown = failed;
    } finally {
      conclude(value, thrown);
    }
  }

  @SuppressWarnings("NullAway") // The result of a call that was withdrawn goes to nobody.
  private R attached() {
    try (Gil outer = interpreter.attach()) {
      Function<Gil, R> taken = begin(outer.attachment);
      if (taken == null) {
        return null;
      }
      // The inner region is closed, and what that runs is interruptible, before the call ends.
      try (Gil gil = interpreter.attach()) {
        return Travelling.leaving(gil, taken.apply(gil));
      } finally {
        finish(outer.attachment);
      }
    }
  }

  private boolean hasBegun() {
    synchronized (lock) {
      return attachment != null;
    }
  }

  private boolean isWithdrawn() {
    synchronized (lock) {
      return work == null;
    }
  }

  private @Nullable Function<Gil, R> begin(Attachment own) {
    synchronized (lock) {
      Function<Gil, R> taken = work;
      work = null;
      if (taken != null) {
        attachment = own;
        own.setCall(this);
        phase = Phase.RUNNING;
      }
      return taken;
    }
  }

  /// Ends the time in which the call can be interrupted; on the carrier, which has the GIL.
  private void finish(Attachment own) {
    Interruption under;
    synchronized (lock) {
      phase = Phase.ENDED;
      own.setCall(null);
      under = interruption;
    }
    own.endInterruption();
    if (under != null) {
      under.ended();
      boolean _ = Thread.interrupted(); // A nudge is not for the next call.
    }
  }

  private void conclude(@Nullable R value, @Nullable Throwable thrown) {
    synchronized (lock) {
      phase = Phase.ENDED;
      takeBackAlarm.run();
    }
    interpreter.calls.remove(this);
    interpreter.carriers.free();
    if (!complete(value, thrown)) {
      drop(value, thrown);
    }
    ended.complete(true);
  }

  @SuppressWarnings("NullAway") // The value is null where the type admits it.
  private boolean complete(@Nullable R value, @Nullable Throwable thrown) {
    if (thrown == null) {
      return hasBegun() && result.complete(value); // Whoever withdrew it says how it ended.
    }
    Interruption under = interruption();
    boolean late = limits.deadline().filter(limit -> age().compareTo(limit) >= 0).isPresent();
    return result.completeExceptionally(
        late && under != null && under.raised() > 0
            ? new DeadlineException(limits, age(), under.now(), thrown)
            : thrown);
  }

  /// Lets go what nobody waits for any more.
  private static void drop(@Nullable Object value, @Nullable Throwable thrown) {
    if (value instanceof PyRef kept) {
      kept.close();
    }
    if (thrown instanceof PythonException raised) {
      raised.value().close();
    }
  }

  // ---- On the timer

  private void expire() {
    if (withdraw()) {
      fail(new Verdict.NotStarted(age(), interpreter.calls.busy(this)));
    } else if (!result.isDone()) {
      Interruption _ = press(null, this::giveUp);
    }
  }

  private void giveUp() {
    if (result.isDone()) {
      return;
    }
    Interruption under = interruption();
    Verdict verdict = under == null ? new Verdict.NothingRunning() : under.now();
    boolean closes = verdict instanceof Verdict.NothingRunning || verdict instanceof Verdict.Ended;
    fail(closes ? new Verdict.Blocked(0, Standing.inJava(own())) : verdict);
  }

  private Attachment own() {
    synchronized (lock) {
      return Objects.requireNonNull(attachment, "a call that has begun has a thread");
    }
  }

  private void fail(Verdict verdict) {
    result.completeExceptionally(new DeadlineException(limits, age(), verdict, null));
  }

  /// Takes the work away if it has not begun; says whether it was so.
  private boolean withdraw() {
    synchronized (lock) {
      work = null;
      return phase == Phase.WAITING;
    }
  }

  /// @param every the time between two exceptions; null for times that grow
  /// @param whenDue what is done when the grace is over, on the timer
  private Interruption press(@Nullable Duration every, Runnable whenDue) {
    Interruption under;
    synchronized (lock) {
      if (phase != Phase.RUNNING) {
        var _ = interpreter.watchdog.after(limits.grace(), whenDue);
        return Interruption.of(interpreter.watchdog, new Verdict.NothingRunning());
      }
      under = interruption;
      if (under == null) {
        under = Interruption.against(interpreter.watchdog, new Target(own()), limits.grace());
        interruption = under;
      }
    }
    if (every != null) {
      under.repeatEvery(every);
    }
    under.press(limits.grace(), whenDue);
    return under;
  }

  @Nullable Interruption interruption() {
    synchronized (lock) {
      return interruption;
    }
  }

  /// This call, as an interrupt sees it.
  private final class Target implements Interruptible {
    private final Attachment own;

    Target(Attachment own) {
      this.own = own;
    }

    @Override
    public Attachment attachment() {
      return own;
    }

    @Override
    public boolean signal() {
      return interpreter.carriers.signalMain(own);
    }

    @Override
    public boolean raise(Interruption by) {
      synchronized (lock) {
        if (phase != Phase.RUNNING) {
          return false;
        }
        own.raise(by);
        return true;
      }
    }

    @Override
    public void takeBack(Interruption by) {
      own.takeBack(by);
    }

    @Override
    public void nudge(Interruption by) {
      Standing.Top top = Standing.top(own);
      if (top == Standing.Top.C) {
        return;
      }
      synchronized (lock) {
        if (phase == Phase.RUNNING) {
          if (top == Standing.Top.JAVA_ALONE) {
            by.noteNudged(); // First: the call may end at once.
          }
          own.thread.interrupt();
        }
      }
    }

    @Override
    public List<RunningCall> others() {
      return interpreter.calls.busy(PythonCall.this);
    }
  }

  // ---- For everybody

  /// Interrupts the call, again and again until it ends. What it comes to is still its result. A
  /// call that has not begun never will, and is cancelled.
  public Interruption interrupt() {
    return interruptedBy(null);
  }

  /// Interrupts the call as [#interrupt()] does, and again after the same time until it ends.
  ///
  /// @param every at least a millisecond: clean-up code that takes longer is itself interrupted
  public Interruption interrupt(Duration every) {
    if (Given.there(every, "every").compareTo(SHORTEST_INTERVAL) < 0) {
      throw new IllegalArgumentException(
          "the time between two interrupts must be at least a millisecond: " + every);
    }
    return interruptedBy(every);
  }

  private Interruption interruptedBy(@Nullable Duration every) {
    if (!isDone() && withdraw()) {
      result.cancel(false);
      return Interruption.of(
          interpreter.watchdog, new Verdict.NotStarted(age(), interpreter.calls.busy(this)));
    }
    return press(every, () -> {});
  }

  /// Interrupts the call and drops its result: whoever waits for it goes on at once, with a
  /// [CancellationException].
  ///
  /// @param mayInterrupt false lets the code run to its end
  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = result.cancel(false);
    if (cancelled && !withdraw() && mayInterrupt) {
      Interruption _ = press(null, () -> {});
    }
    return cancelled;
  }

  /// Waits for the call. When the waiting thread is interrupted, so is the call, which is given its
  /// grace to end.
  ///
  /// @return what the work returned; what it threw is thrown here
  /// @throws DeadlineException when it did not end in time
  /// @throws CancellationException when it was cancelled
  public R await() throws InterruptedException {
    try {
      return get();
    } catch (ExecutionException failed) {
      throw thrownBy(failed);
    } catch (InterruptedException interrupted) {
      boolean _ = cancel(true);
      boolean _ = hasEndedWithin(limits.grace());
      throw interrupted;
    }
  }

  /// Waits for the call, whatever interrupts come.
  ///
  /// @return what the work returned; what it threw is thrown here
  /// @throws DeadlineException when it did not end in time
  /// @throws CancellationException when it was cancelled
  public R join() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return get();
        } catch (ExecutionException failed) {
          throw thrownBy(failed);
        } catch (InterruptedException goOn) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrownBy(ExecutionException failed) {
    Throwable thrown = failed.getCause();
    return Thrown.unchecked(thrown == null ? failed : Thrown.here(thrown));
  }

  private boolean hasEndedWithin(Duration time) {
    try {
      return interpreter.withoutGil(() -> ended.get(time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException goesOn) {
      return false;
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    return interpreter.withoutGil(result::get);
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return interpreter.withoutGil(() -> result.get(timeout, unit));
  }

  /// Whether the result is there; the code may run on after its deadline, see [#ended()].
  @Override
  public boolean isDone() {
    return result.isDone();
  }

  @Override
  public boolean isCancelled() {
    return result.isCancelled();
  }

  /// A view of the result. Cancelling it cancels the call; what depends on it runs on threads of
  /// the common pool.
  public CompletableFuture<R> toCompletableFuture() {
    return toCompletableFuture(ForkJoinPool.commonPool());
  }

  /// A view of the result, as [#toCompletableFuture()]; `executor` runs what depends on it.
  public CompletableFuture<R> toCompletableFuture(Executor executor) {
    CompletableFuture<R> view = new CompletableFuture<>();
    var _ =
        result.whenCompleteAsync(
            (value, thrown) -> {
              if (thrown == null) {
                view.complete(value);
              } else {
                view.completeExceptionally(thrown);
              }
            },
            executor);
    var _ =
        view.whenComplete((_, _) -> {
          if (view.isCancelled()) {
            cancel(true);
          }
        });
    return view;
  }

  /// Completed when the thread is free again: with the result, or, after a deadline or a
  /// cancellation, when the code has come to its end. What depends on it runs on threads of the
  /// common pool.
  public CompletableFuture<Boolean> ended() {
    return ended(ForkJoinPool.commonPool());
  }

  /// Completed when the thread is free again, as [#ended()]; `executor` runs what depends on it.
  public CompletableFuture<Boolean> ended(Executor executor) {
    CompletableFuture<Boolean> view = new CompletableFuture<>();
    var _ = ended.thenAcceptAsync(view::complete, executor);
    return view;
  }

  /// The call's name and limits.
  public Limits limits() {
    return limits;
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - made);
  }

  /// What it is doing, unless it has ended or never begins.
  Optional<RunningCall> running() {
    synchronized (lock) {
      if (phase == Phase.ENDED || (phase == Phase.WAITING && work == null)) {
        return Optional.empty();
      }
      Duration age = age();
      return Optional.of(
          new RunningCall(
              limits.name(),
              Optional.ofNullable(attachment).map(own -> own.thread.getName()),
              Optional.of(age),
              limits.deadline().map(age::minus).filter(Duration::isPositive),
              phase == Phase.RUNNING));
    }
  }

  /// Its name, and what it is doing. Never waits for Python.
  @Override
  public String toString() {
    return "PythonCall[%s]"
        .formatted(
            running()
                .map(RunningCall::toString)
                .orElse(Words.call(limits.name()) + (isDone() ? ", done" : ", ending")));
  }
}
