package dev.terrarium.broker;

import dev.terrarium.broker.events.Recording;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.ScriptHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something for the interpreter to do, from the moment it is asked for to its real end.
///
/// It has two ends. Its outcome is what whoever waits for it gets: a single compare-and-set decides
/// between the result, a fault of Python's, the deadline, a trip and a cancellation. Its real end
/// is when the Python code has stopped; the interpreter is free only then.
final class Operation<R extends @Nullable Object> {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Work<R> work;
  private final Terms terms;
  private final CompletableFuture<R> outcome = new CompletableFuture<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile @Nullable Running<R> running;
  private volatile @Nullable List<? extends @Nullable Object> arguments;
  private volatile Lanes.Alarm alarm = () -> {};
  private volatile Lanes.Alarm warning = () -> {};
  private volatile Recording.@Nullable OfOperation recorded;
  private volatile Optional<WorkerCrashedException> crash = Optional.empty();
  private volatile boolean givenUp;
  private volatile Optional<String> traceback = Optional.empty();
  private volatile InterruptLevel level = InterruptLevel.NONE;
  private volatile long began;
  private volatile Optional<Permit> under = Optional.empty();
  private volatile long settled;

  /// What an operation is held to.
  ///
  /// @param submitted when it was asked for
  /// @param limit how long it may take from then on
  /// @param permit what it runs under; empty if it runs in any state of safety
  record Terms(long submitted, Duration limit, Optional<Permit> permit) {}

  Operation(Work<R> work, Terms terms) {
    this.work = work;
    this.terms = terms;
  }

  OperationKind kind() {
    return work.kind();
  }

  String name() {
    return work.name();
  }

  Terms terms() {
    return terms;
  }

  long deadline() {
    return after(terms.submitted(), terms.limit());
  }

  /// Returns when a time is over; one that is longer than a clock of nanoseconds can tell is not
  /// before a hundred years are.
  static long after(long now, Duration time) {
    return now + (time.compareTo(FOR_EVER) < 0 ? time : FOR_EVER).toNanos();
  }

  boolean needsArmed() {
    return terms.permit().isPresent();
  }

  /// Whether safety allows it to run.
  boolean isPermitted() {
    return terms.permit().map(Permit::isValid).orElse(true);
  }

  /// Notes what permit holds while it is about to begin; one that it was asked for under stays.
  void beginsUnder(Optional<Permit> holding) {
    under = terms.permit().or(() -> holding);
  }

  /// Whether it runs, and began under the permit that still holds.
  boolean mayMove() {
    return isAtWork() && under.map(Permit::isValid).orElse(false);
  }

  /// Whether it runs, and began under no permit that is over.
  boolean mayCommand() {
    return isAtWork() && under.map(Permit::isValid).orElse(true);
  }

  /// Whether it was handed to the interpreter, and its Python code has not ended.
  boolean isAtWork() {
    return hasBegun() && !hasEnded();
  }

  /// Sets what fails it at its deadline.
  void wakes(Lanes.Alarm atDeadline) {
    alarm = atDeadline;
    if (outcome.isDone()) {
      atDeadline.cancel();
    }
  }

  /// Sets what warns of it when it has run for long, unless it is given up before.
  void warns(Lanes.Alarm later) {
    warning = later;
    if (givenUp) {
      later.cancel();
    }
  }

  /// Notes that it is over, and records it; one that never began has taken no time.
  void end(long now) {
    warning.cancel();
    Recording.OfOperation recording = hasBegun() ? recorded : Recording.operation();
    if (recording != null) {
      CallReport report = report(now);
      recording.end(
          report.kind().id(),
          report.name(),
          report.outcome(),
          report.level().id(),
          report.queued(),
          report.spent().untilFreed());
    }
  }

  /// Makes what it takes, as it crosses; in vain if it is given up meanwhile.
  List<? extends @Nullable Object> prepare() {
    var made = work.arguments().make(this::isSettled);
    arguments = made;
    return made;
  }

  /// Returns what it fails with when safety leaves armed.
  BrokerException disarmed(SafetyState state) {
    return new BrokerException.SafetyDisarmed(name(), state, hasBegun());
  }

  /// Returns what it fails with at its deadline.
  ///
  /// @param keeper says what has kept the interpreter
  BrokerException timeout(Supplier<String> keeper) {
    String unprepared = "its arguments were still being copied";
    return new BrokerException.Timeout(
        name(),
        terms.limit(),
        hasBegun() ? Optional.empty() : Optional.of(arguments == null ? unprepared : keeper.get()));
  }

  /// Begins it; its outcome follows what the host makes of it.
  void start(ScriptHost host, Lanes lanes) {
    began = lanes.nanos();
    recorded = Recording.operation();
    var known = arguments;
    var prepared = known == null ? prepare() : known;
    arguments = List.of(); // The host keeps what it needs.
    Running<R> started = host.start(work.function(), prepared, work.decoder());
    running = started;
    var _ =
        started
            .result()
            .whenComplete((result, failure) -> {
              if (failure == null) {
                succeed(result, lanes);
              } else {
                failed(failure, lanes);
              }
            });
  }

  private void succeed(R result, Lanes lanes) {
    if (outcome.complete(result)) {
      settle(lanes);
    } else if (result instanceof Opaque unwanted) {
      unwanted.close();
    }
  }

  private void failed(Throwable failure, Lanes lanes) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WorkerCrashedException ended) {
      crash = Optional.of(ended);
    }
    if (cause instanceof ScriptException.Interrupted reached) {
      traceback = Optional.of(reached.traceback()).filter(text -> !text.isEmpty());
    }
    fail(Faults.of(name(), cause), lanes);
  }

  /// Ends it for whoever waits, unless it has an outcome already.
  ///
  /// @return whether this is the outcome
  boolean fail(Throwable fault, Lanes lanes) {
    boolean decides = outcome.completeExceptionally(fault);
    if (decides) {
      settle(lanes);
    }
    return decides;
  }

  /// Ends it for whoever waits, while its Python code may run on.
  ///
  /// @return whether this is the outcome
  boolean giveUp(Throwable fault, Lanes lanes) {
    boolean decides = fail(fault, lanes);
    if (decides) {
      givenUp = true;
      warning.cancel();
    }
    return decides;
  }

  /// Whether its outcome is none of what Python came to.
  boolean isGivenUp() {
    return givenUp;
  }

  /// Returns where its interrupt has reached it, as Python prints it; nothing if none has.
  Optional<String> traceback() {
    return traceback;
  }

  private void settle(Lanes lanes) {
    settled = lanes.nanos();
    alarm.cancel();
  }

  boolean isSettled() {
    return outcome.isDone();
  }

  @Nullable Running<R> running() {
    return running;
  }

  /// Whether it was handed to the interpreter.
  boolean hasBegun() {
    return began != 0;
  }

  /// Whether its Python code runs no more.
  boolean hasEnded() {
    Running<R> started = running;
    return started != null && started.ended().isDone();
  }

  /// Returns how its process ended under it; nothing if it did not.
  Optional<WorkerCrashedException> crash() {
    return crash;
  }

  /// Notes that it is interrupted; says whether this is the first time.
  boolean noteInterrupt() {
    reach(InterruptLevel.INTERRUPTED);
    return interrupted.compareAndSet(false, true);
  }

  void reach(InterruptLevel further) {
    if (further.compareTo(level) > 0) {
      level = further;
    }
  }

  InterruptLevel level() {
    return level;
  }

  /// Waits for the outcome.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted; the operation goes on
  R await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw Faults.again(e.getCause() == null ? e : e.getCause());
    }
  }

  /// Waits until its Python code runs no more, but no longer than a time; not at all if it has not
  /// begun.
  void awaitEnd(Duration grace) {
    Running<R> started = running;
    if (started == null) {
      return;
    }
    try {
      started.ended().get(after(0, grace), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return;
    }
  }

  /// The outcome; what hangs on it runs on the thread that decides.
  CompletableFuture<R> outcome() {
    return outcome;
  }

  /// Notes that it is asked to stop; says whether this is the first time.
  boolean noteStop() {
    return stopped.compareAndSet(false, true);
  }

  /// Whether nobody has told the whole yet; true once.
  boolean isNews() {
    return told.compareAndSet(false, true);
  }

  /// Tells the whole, when it is over.
  CallReport report(long now) {
    long start = hasBegun() ? began : now;
    long freed = outcome.isDone() ? settled : now;
    return new CallReport(
        kind(),
        name(),
        Faults.code(outcome),
        Duration.ofNanos(Math.max(0, start - terms.submitted())),
        new CallReport.Spent(
            Duration.ofNanos(Math.max(0, freed - terms.submitted())),
            Duration.ofNanos(hasBegun() ? now - start : 0)),
        level);
  }
}
