package dev.terrarium.broker;

import dev.terrarium.safety.SafetyState;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.ScriptHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where operations wait for the one interpreter, run one at a time, and are given up.
///
/// The lock is held for a few instructions at a time: never while an interpreter is asked for
/// anything, and never while anybody is told anything. The dispatcher's thread alone opens
/// interpreters and begins operations. An operation becomes the current one before its permit is
/// looked at, and safety changes its state before it frees the current one: a trip is seen by one
/// of the two, whichever comes first.
final class Desk {
  private final Lanes lanes;
  private final Teller teller;
  private final Seat seat;
  private final BrokerOptions.Limits limits;
  private final Consumer<String> report;
  private final Ladder ladder;
  private final Retries retries = new Retries();
  private final ReentrantLock lock = new ReentrantLock();
  private final Line line;
  private @Nullable ScriptHost host;
  private @Nullable ScriptHost dying;
  private @Nullable Operation<?> current;
  private @Nullable Mark mark;
  private boolean isReady;
  private boolean isClosed;

  /// @param limits of its operations
  /// @param report tells people of what keeps the interpreter from serving; called on the teller's
  ///   thread
  Desk(
      Lanes lanes, Teller teller, Seat seat, BrokerOptions.Limits limits, Consumer<String> report) {
    this.lanes = lanes;
    this.teller = teller;
    this.seat = seat;
    this.limits = limits;
    this.report = report;
    this.line = new Line(seat::nextHandler, seat::nextTurn);
    this.ladder = new Ladder(lanes, this, teller);
  }

  /// Takes in an operation that a caller wants; from now on it may be given up.
  ///
  /// @throws IllegalStateException if the desk is closed
  void admit(Operation<?> asked) {
    BrokerException refusing;
    Operation<?> running;
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException(
            "The broker is closed: " + asked.name() + " cannot be called through it");
      }
      running = current;
      refusing = refusal(asked, running);
      if (refusing == null) {
        line.expect(asked);
      }
    } finally {
      lock.unlock();
    }
    if (refusing != null) {
      refuse(asked, refusing);
      return;
    }
    if (retries.begins(lanes.nanos())) {
      lanes.dispatch(this::restart);
    }
    asked.wakes(lanes.guardAt(asked.deadline(), () -> expire(asked)));
    disarmIfTripped(asked);
    if (running != null) {
      disarmIfTripped(running);
    }
  }

  /// Makes what an operation takes, and lines it up; on a thread that may run the caller's code.
  void submit(Operation<?> admitted) {
    if (admitted.isSettled()) {
      return;
    }
    try {
      var _ = admitted.prepare();
    } catch (RuntimeException unfit) {
      giveUp(admitted, unfit);
      return;
    }
    if (locked(() -> line.add(admitted))) {
      wake();
    }
  }

  private @Nullable BrokerException refusal(Operation<?> asked, @Nullable Operation<?> running) {
    String none = retries.refusal(lanes.nanos());
    if (none != null) {
      return new BrokerException.WorkerCrashed(asked.name(), none, null);
    }
    Mark because = running == null || running.hasEnded() ? null : mark;
    return because == null ? null : because.refusal();
  }

  /// Looks whether there is something to begin, and asks coroutines to make room for it.
  void wake() {
    Operation<?> running = current();
    if (running != null && running.kind() == OperationKind.TURN) {
      stop(running);
    }
    lanes.dispatch(this::pump);
  }

  private <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  /// Returns what has the interpreter, if anything.
  @Nullable Operation<?> current() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  /// Asks coroutines to make room; they have the time of a handler for that.
  private void stop(Operation<?> turn) {
    if (!turn.isSettled() && turn.noteStop()) {
      seat.stopTurn();
      lanes.guardAt(Operation.after(lanes.nanos(), limits.handler()), () -> expire(turn));
    }
  }

  private void refuse(Operation<?> asked, BrokerException refusal) {
    if (asked.fail(refusal, lanes)) {
      var _ = refused(asked.name(), refusal);
    }
  }

  /// Tells that something does not begin; returns why.
  BrokerException refused(String name, BrokerException refusal) {
    teller.tell(new BrokerEvent.Refused(name, refusal.code()));
    return refusal;
  }

  /// Begins what is next, if the interpreter is free. On the dispatcher's thread alone.
  void pump() {
    while (true) {
      Operation<?> next;
      ScriptHost free;
      lock.lock();
      try {
        free = host;
        if (free == null || free.equals(dying) || current != null || isClosed) {
          return;
        }
        next = line.next();
        current = next;
      } finally {
        lock.unlock();
      }
      if (next == null || begin(next, free)) {
        return;
      }
      leave(next);
      teller.tellOf(next, lanes.nanos());
    }
  }

  private boolean begin(Operation<?> next, ScriptHost free) {
    disarmIfTripped(next);
    if (next.isSettled()) {
      return false;
    }
    next.beginsUnder(seat.permit());
    try {
      next.start(free, lanes);
    } catch (RuntimeException e) {
      next.fail(Faults.of(next.name(), e), lanes);
      return false;
    }
    teller.tellOfBeginning(next, limits.longCall());
    if (next.kind() == OperationKind.HANDLER) {
      next.wakes(lanes.guardAt(next.deadline(), () -> expire(next)));
    }
    if (next.kind() == OperationKind.TURN) {
      long due = Operation.after(lanes.nanos(), limits.handler());
      next.wakes(lanes.guardAt(due, () -> stop(next)));
    }
    var running = next.running();
    if (running != null) {
      var _ = running.ended().whenComplete((_, _) -> lanes.dispatch(() -> ended(next, free)));
    }
    if (next.isGivenUp()) {
      lanes.guard(() -> ladder.begin(next));
    }
    return true;
  }

  private Optional<Mark> leave(Operation<?> operation) {
    return locked(() -> {
      if (current != operation) {
        return Optional.empty();
      }
      var lifted = Optional.ofNullable(mark);
      current = null;
      mark = null;
      return lifted;
    });
  }

  private void ended(Operation<?> operation, ScriptHost in) {
    Optional<Mark> lifted = leave(operation);
    teller.tellOf(operation, lanes.nanos());
    var crash = operation.crash().or(() -> Optional.ofNullable(in.exit().getNow(null)));
    if (crash.isPresent()) {
      lost(in, " at '" + operation.name() + "'", crash.get());
      return;
    }
    lifted.ifPresent(was -> teller.tell(new BrokerEvent.Healed(was.culprit())));
    pump();
  }

  /// Fails an operation whose permit safety has taken back.
  private void disarmIfTripped(Operation<?> operation) {
    if (!operation.isPermitted()) {
      giveUp(operation, operation.disarmed(seat.stateAfterTrip()));
    }
  }

  private void expire(Operation<?> late) {
    if (!late.isSettled()) {
      giveUp(late, late.timeout(this::keeper));
    }
  }

  /// Says what keeps an operation from beginning.
  private String keeper() {
    Operation<?> running = current();
    String other = locked(() -> host == null) ? "the start of a new process" : "nothing";
    return (running == null ? other : running.name()) + " kept the interpreter";
  }

  /// Ends an operation because nobody wants it any more.
  void cancel(Operation<?> unwanted) {
    giveUp(unwanted, new CancellationException("The call of " + unwanted.name() + " was given up"));
  }

  /// Ends an operation for whoever waits for it, and then, if it runs, for the interpreter.
  void giveUp(Operation<?> operation, RuntimeException fault) {
    if (!operation.giveUp(fault, lanes)) {
      return;
    }
    boolean isCurrent =
        locked(() -> {
          line.take(operation::equals);
          return current == operation;
        });
    if (isCurrent) {
      lanes.guard(() -> ladder.begin(operation));
    } else {
      teller.tellOf(operation, lanes.nanos());
    }
  }

  /// Frees whoever waits for what needs an armed robot. On the thread that changes the state.
  void trip(SafetyState to) {
    List<Operation<?>> freed = new ArrayList<>();
    lock.lock();
    try {
      Operation<?> running = current;
      if (running != null && running.needsArmed()) {
        freed.add(running);
      }
      freed.addAll(line.take(Operation::needsArmed));
    } finally {
      lock.unlock();
    }
    freed.forEach(operation -> giveUp(operation, operation.disarmed(to)));
    lanes.guard(seat::interruptSpawned);
  }

  /// Refuses calls because of an operation that does not end, unless it has.
  void mark(Operation<?> culprit, Mark because) {
    List<Operation<?>> queued;
    boolean isNews;
    lock.lock();
    try {
      boolean isPoisoned = mark != null && mark.isPoisoned();
      if (current != culprit || culprit.hasEnded() || isPoisoned || dying != null) {
        return;
      }
      isNews = mark == null || because.isPoisoned();
      mark = because;
      queued = line.take(waiting -> waiting.kind().isAwaited());
    } finally {
      lock.unlock();
    }
    culprit.reach(InterruptLevel.MARKED);
    for (Operation<?> waiting : queued) {
      refuse(waiting, because.refusal());
    }
    if (isNews) {
      teller.tell(because.event());
      lanes.tell(() -> report.accept(because.report()));
    }
  }

  /// Kills the process of an operation that does not end; says whether there was one.
  boolean kill(Operation<?> culprit) {
    return end(
        () -> current == culprit,
        () -> {
          culprit.reach(InterruptLevel.KILLED);
          teller.tell(new BrokerEvent.Killed(culprit.name()));
        });
  }

  /// Ends the process of the interpreter, for which calls do not wait any more but for the next.
  ///
  /// @param condition whether to, looked at under the lock
  /// @param first done before the process ends, which others see and tell at once
  /// @return whether there was a process to end
  boolean end(BooleanSupplier condition, Runnable first) {
    Optional<ScriptHost> in =
        locked(() -> {
          if (host == null || !host.isProcess() || !condition.getAsBoolean()) {
            return Optional.empty();
          }
          dying = host; // Nothing begins in it meanwhile.
          mark = null;
          return Optional.of(host);
        });
    in.ifPresent(its -> {
      first.run();
      its.kill();
    });
    return in.isPresent();
  }

  /// Opens the first interpreter, on the thread that asks.
  ///
  /// @return the imports that it begins with
  List<Operation<?>> open() {
    try {
      return serve(seat.open(), _ -> {});
    } catch (ScriptException e) {
      throw Faults.again(Faults.of("The broker", e));
    }
  }

  /// @param then told when all is imported, and how long no process served
  private List<Operation<?>> serve(ScriptHost opened, Consumer<Duration> then) {
    List<Operation<?>> imports = seat.imports();
    boolean isLate;
    lock.lock();
    try {
      isLate = isClosed;
      if (!isLate) {
        host = opened;
        isReady = false;
        line.prepare(imports);
      }
    } finally {
      lock.unlock();
    }
    if (isLate) {
      int _ = seat.lost(opened);
      return List.of();
    }
    for (Operation<?> first : imports) {
      first.wakes(lanes.guardAt(first.deadline(), () -> expire(first)));
    }
    var _ = opened.exit().thenAccept(how -> lanes.dispatch(() -> lost(opened, "", how)));
    lanes.dispatch(this::pump);
    var _ =
        CompletableFuture.allOf(
                imports.stream().map(Operation::outcome).toArray(CompletableFuture<?>[]::new))
            .whenComplete((_, _) -> lanes.dispatch(() -> ready(opened, imports, then)));
    return imports;
  }

  /// What was imported may have failed, and all else is served nevertheless.
  private void ready(ScriptHost opened, List<Operation<?>> imports, Consumer<Duration> then) {
    lock.lock();
    try {
      if (!opened.equals(host) || imports.stream().anyMatch(first -> first.crash().isPresent())) {
        return;
      }
      isReady = true;
    } finally {
      lock.unlock();
    }
    then.accept(retries.served(lanes.nanos()));
  }

  /// Goes on with a new interpreter. On the dispatcher's thread.
  private void lost(ScriptHost gone, String where, WorkerCrashedException how) {
    boolean hasServed;
    lock.lock();
    try {
      if (!gone.equals(host) || isClosed) {
        return;
      }
      hasServed = isReady;
      host = null;
      dying = null;
      mark = null;
    } finally {
      lock.unlock();
    }
    int dropped = seat.lost(gone);
    if (hasServed) {
      retries.lost(lanes.nanos());
      teller.tell(new BrokerEvent.Died(String.valueOf(how.getMessage()), dropped));
      restart();
    } else {
      notRestarted("the new process ended" + where + ": " + how.getMessage(), how);
    }
  }

  private void restart() {
    if (locked(() -> isClosed)) {
      return;
    }
    try {
      var _ = serve(seat.open(), took -> teller.tell(new BrokerEvent.Restarted(took)));
    } catch (RuntimeException e) {
      notRestarted("no new process could be started: " + e.getMessage(), e);
    }
  }

  private void notRestarted(String reason, Exception cause) {
    Duration pause = retries.failed("none could be started: " + reason, lanes.nanos());
    teller.tell(new BrokerEvent.NotRestarted(reason, pause));
    for (Operation<?> waiting : takeAll()) {
      giveUp(waiting, new BrokerException.WorkerCrashed(waiting.name(), reason, cause));
    }
    if (retries.isOver()) {
      lanes.tell(() -> report.accept(Retries.lastWords(reason)));
    } else {
      lanes.guardAt(lanes.nanos() + pause.toNanos(), () -> lanes.dispatch(this::restart));
    }
  }

  private List<Operation<?>> takeAll() {
    return locked(() -> line.take(_ -> true));
  }

  /// Ends all that waits and runs; returns when the interpreter is free, or after a grace.
  void close(Duration grace) {
    Operation<?> running;
    ScriptHost open;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      running = current;
      open = host;
    } finally {
      lock.unlock();
    }
    takeAll().forEach(this::closing);
    if (running != null) {
      closing(running);
      ladder.begin(running);
      running.awaitEnd(grace);
    }
    if (open != null) {
      int _ = seat.lost(open);
    }
  }

  private void closing(Operation<?> operation) {
    giveUp(
        operation,
        new CancellationException(
            "The broker was closed while %s was under way".formatted(operation.name())));
  }
}
