package dev.terrarium.bus.command;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.NotArmed;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Accepts, starts, ends and accounts for executions.
///
/// One lock guards all of it, and is held for a moment at a time: no handler, no listener and no
/// subscriber is called under it, and it is never held while asking safety to change. So whoever
/// changes safety is never kept waiting by a command. What races for an execution's outcome (its
/// handler, its timeout, who cancels it, what preempts it, safety) meets here, and the first
/// decides.
final class Engine {
  private final ReentrantLock lock = new ReentrantLock();
  private final CommandSet set;
  private final Gate gate;
  private final Surroundings around;
  private final Roster roster;
  private final Results results;
  private final Tally tally = new Tally();
  private volatile OperationalState operation;
  private long epoch;
  private long number;
  private SafetyState toldSafety;
  private boolean closed;

  /// What an engine is given to work with.
  ///
  /// @param report tells of a handler that did not leave when safety ended it
  record Surroundings(
      CommandsOptions options, Alarms alarms, CommandEvents events, SafetyReports report) {}

  /// Where a handler that does not leave is reported.
  @FunctionalInterface
  interface SafetyReports {
    void overdue(Order order, Duration grace);
  }

  Engine(CommandSet set, Gate gate, Surroundings around) {
    this.set = set;
    this.gate = gate;
    this.around = around;
    this.roster = new Roster(set);
    this.results = new Results(around.options(), around.alarms());
    this.operation = OperationalState.initially(set.initialState());
    this.toldSafety = gate.state();
  }

  /// Accepts a command and starts it, or says why not. What it preempts is decided when this
  /// returns.
  Submission submit(
      CommandDefinition command, Goal goal, Map<String, Object> options, Lever lever) {
    return locked(() -> {
      Clearance clearance = Clearance.of(gate);
      clearance.permit().ifPresent(it -> enter(it.epoch()));
      var refusal =
          closed
              ? Optional.<Refusal>of(new Refusal.Closed(command.name()))
              : Admission.refusal(command, clearance.state(), operation.raw());
      var id = new ExecutionId(Long.toString(number + 1));
      if (refusal.isEmpty()) {
        roster
            .preemptedBy(command)
            .forEach(course -> end(course, new Ending.Preempted(command.name(), id)));
        refusal = roster.full(command);
      }
      if (refusal.isPresent()) {
        tally.refused++;
        return new Submission.Refused(refusal.get());
      }
      number++;
      var order = new Order(command, id, goal, options, clearance.permit(), lever);
      return new Submission.Accepted(begin(new Course(order, this, roster.blockers(command))));
    });
  }

  private Execution begin(Course course) {
    Order order = course.order();
    course.isAfterDisarm = order.permit().isEmpty() && toldSafety != SafetyState.DISARMED;
    roster.add(course);
    tally.started++;
    change(operation.begun());
    around.events().started(order);
    order
        .command()
        .timeout()
        .ifPresent(
            limit -> course.timeout = around.alarms().after(limit, () -> timedOut(course, limit)));
    course.thread =
        Thread.ofPlatform()
            .daemon()
            .name("terrarium-command-" + order.command().name() + "-" + order.id())
            .unstarted(new CourseRun(course, this));
    try {
      course.thread.start();
    } catch (OutOfMemoryError noThread) {
      settle(course, new CommandOutcome.Crashed(order.command().name(), noThread));
      retire(course, operation.ended());
    }
    return new Execution(course, this);
  }

  private void timedOut(Course course, Duration limit) {
    run(() -> {
      var _ = end(course, new Ending.TimedOut(limit));
    });
  }

  /// Decides an undecided execution from outside.
  private boolean end(Course course, Ending by) {
    if (!course.isUndecided()) {
      return false;
    }
    course.ending = by;
    course.token().end(by);
    if (!course.hasBegun || !(course.command().handler() instanceof ConcludingHandler)) {
      settle(course, new CommandOutcome.Ended(course.command().name(), by));
      tell(course);
    }
    if (course.thread != null) {
      course.thread.interrupt();
    }
    course.grace = around.alarms().after(around.options().grace(), () -> graceIsOver(course));
    return true;
  }

  /// Settles it with an outcome of the engine's own, whose words call no code of others.
  private void settle(Course course, CommandOutcome outcome) {
    settle(course, outcome, CommandEvents.data(outcome));
  }

  private void settle(Course course, CommandOutcome outcome, Map<String, @Nullable Object> data) {
    course.settled = outcome;
    if (course.timeout != null) {
      course.timeout.cancel();
    }
    tally.settled(outcome);
    results.put(course.order().id(), outcome);
    around.events().settled(course.order(), outcome, data);
  }

  /// Frees whoever awaits it; the last thing done under the lock, so that they see all of its end.
  private static void tell(Course course) {
    if (course.settled != null) {
      course.told().complete(course.settled);
    }
  }

  private void retire(Course course, OperationalState next) {
    roster.remove(course);
    if (course.grace != null) {
      course.grace.cancel();
    }
    change(next);
    tell(course);
    course.left().complete(null);
    course.calm().complete(null);
  }

  private void graceIsOver(Course course) {
    boolean isOverdue =
        locked(() -> {
          if (course.left().isDone()) {
            return false;
          }
          if (course.settled == null && course.ending != null) {
            settle(course, new CommandOutcome.Ended(course.command().name(), course.ending));
            tell(course);
          }
          course.isOverdue = true;
          tally.overdue++;
          course.calm().complete(null);
          return true;
        });
    if (isOverdue) {
      if (course.ending instanceof Ending.SafetyChanged) {
        around.report().overdue(course.order(), around.options().grace());
      }
      Overdue.log(course, around.options().grace());
    }
  }

  /// Called by an execution's thread before its handler.
  ///
  /// @param unfinished what was ended before it and has not left
  /// @return whether the handler is to be called
  boolean mayBegin(Course course, List<String> unfinished) {
    return locked(() -> {
      if (course.isUndecided() && unfinished.isEmpty()) {
        course.hasBegun = true;
        return true;
      }
      if (course.isUndecided()) {
        settle(course, new CommandOutcome.NotBegun(course.command().name(), unfinished));
      }
      retire(course, operation.ended());
      return false;
    });
  }

  /// Called by an execution's thread after its handler: the first decision stands.
  ///
  /// @return what is to be concluded before the thread leaves, if anything is
  Optional<Ending> handlerReturned(Course course, Made own) {
    return locked(() -> {
      if (course.isUndecided()) {
        finish(course, isOfSafety(course, own.outcome()) ? endedBySafety(course) : own);
      } else if (course.settled == null) {
        return Optional.ofNullable(course.ending);
      } else {
        retire(course, operation.ended());
      }
      return Optional.empty();
    });
  }

  /// Whether a handler failed as safety left armed under it: it may hear of that before this
  /// engine.
  private boolean isOfSafety(Course course, CommandOutcome outcome) {
    boolean saysSo =
        switch (outcome) {
          case CommandOutcome.Failed(_, CommandError error) -> error.isForWantOfArming();
          case CommandOutcome.Crashed(_, var thrown) -> thrown instanceof NotArmed;
          default -> false;
        };
    return saysSo && course.order().permit().filter(it -> !gate.admits(it)).isPresent();
  }

  private Made endedBySafety(Course course) {
    SafetyState state = gate.state();
    var to = state == SafetyState.ARMED ? SafetyState.DISARMED : state;
    return Made.of(
        new CommandOutcome.Ended(course.command().name(), new Ending.SafetyChanged(to)),
        Optional.empty());
  }

  /// Called by an execution's thread with what the handler made of its ending.
  void concluded(Course course, Made made) {
    run(() -> {
      if (course.settled == null) {
        finish(course, made);
      } else {
        retire(course, operation.ended());
      }
    });
  }

  private void finish(Course course, Made own) {
    Optional<String> next = own.next();
    boolean isUnknown = next.isPresent() && !mayBeNext(course.command(), next.get());
    if (isUnknown) {
      settle(
          course,
          new CommandOutcome.InvalidState(course.command().name(), next.get(), set.states()));
    } else {
      settle(course, own.outcome(), own.data());
    }
    boolean isTaken = next.isPresent() && !isUnknown && isMeant(next.get());
    retire(course, isTaken ? operation.in(next.get()).ended() : operation.ended());
  }

  private boolean mayBeNext(CommandDefinition command, String state) {
    return set.states().contains(state)
        || (state.equals(OperationalState.DISARMED)
            && command.role() == CommandDefinition.Role.DISARMS);
  }

  /// A robot that was armed anew while its disarm command returned is not disarmed by that.
  private boolean isMeant(String state) {
    return !state.equals(OperationalState.DISARMED) || gate.state() != SafetyState.ARMED;
  }

  /// Takes notice of a change of safety, perhaps a while after it happened.
  ///
  /// @return the executions whose handlers are to be asked what becomes of them
  List<Course> safetyChanged(Transition transition) {
    return locked(() -> {
      toldSafety = transition.to();
      List<Course> toAsk = new ArrayList<>();
      if (transition.to() == SafetyState.ARMED) {
        gate.permit().ifPresent(permit -> enter(permit.epoch()));
        return toAsk;
      }
      for (Course course : roster.undecided()) {
        if (isSpared(course, transition.to())) {
          continue;
        }
        if (course.command().handler() instanceof SafetyAwareHandler) {
          toAsk.add(course);
        } else {
          end(course, new Ending.SafetyChanged(transition.to()));
        }
      }
      return toAsk;
    });
  }

  /// Whether a change does not concern an execution: it disarms, or it began after the change.
  private boolean isSpared(Course course, SafetyState to) {
    if (course.command().role() == CommandDefinition.Role.DISARMS) {
      return true;
    }
    boolean beganLater =
        (course.isAfterDisarm && to != SafetyState.ERROR)
            || course.order().permit().filter(gate::admits).isPresent();
    if (to == SafetyState.DISARMED) {
      course.isAfterDisarm = false;
    }
    return beganLater;
  }

  /// Reads where safety stands; the listener is in place.
  void open() {
    run(() -> toldSafety = gate.state());
  }

  void endBySafety(Course course, SafetyState to) {
    run(() -> {
      var _ = end(course, new Ending.SafetyChanged(to));
    });
  }

  /// Each arming begins in the initial state, whoever notices it first.
  private void enter(long armed) {
    if (armed != epoch) {
      epoch = armed;
      change(operation.in(set.initialState()));
    }
  }

  private void change(OperationalState next) {
    Optional<OperationalState.Change> shown = operation.to(next);
    operation = next;
    shown.ifPresent(around.events()::changed);
  }

  CancelResult cancel(ExecutionId id) {
    return locked(() -> {
      Course course = roster.find(id);
      if (course == null) {
        return new CancelResult.NoExecution();
      }
      return end(course, new Ending.Cancelled())
          ? new CancelResult.Cancelled(id)
          : new CancelResult.AlreadyDecided(id);
    });
  }

  CancelResult cancelLatest() {
    return locked(() -> {
      Course course = roster.latest();
      return course == null ? new CancelResult.NoExecution() : cancel(course.order().id());
    });
  }

  StateChange transition(ExecutionId id, String state) {
    return locked(() -> {
      Course course = roster.find(id);
      if (course == null || !course.isUndecided()) {
        return new StateChange.NotExecuting(id);
      }
      if (!set.states().contains(state)) {
        return new StateChange.Invalid(state, set.states());
      }
      change(operation.in(state));
      return new StateChange.Changed(state);
    });
  }

  Awaited await(ExecutionId id, Duration atMost) throws InterruptedException {
    Course running = unsettled(id);
    return running != null ? running.await(atMost) : results.fetch(id);
  }

  Awaited poll(ExecutionId id) {
    Course running = unsettled(id);
    return running != null ? new Awaited.StillRunning(id, Duration.ZERO) : results.fetch(id);
  }

  private @Nullable Course unsettled(ExecutionId id) {
    lock.lock();
    try {
      Course course = roster.find(id);
      return course == null || course.settled != null ? null : course;
    } finally {
      lock.unlock();
    }
  }

  OperationalState operation() {
    return operation;
  }

  CommandCounts counts() {
    return locked(() -> tally.counts());
  }

  List<Execution> running() {
    return locked(() -> executions(roster.undecided()));
  }

  List<Execution> unfinished() {
    return locked(() -> executions(roster.overdue()));
  }

  private List<Execution> executions(List<Course> courses) {
    return courses.stream().map(course -> new Execution(course, this)).toList();
  }

  /// Ends everything, takes nothing more, and returns what has to leave yet.
  List<Course> close() {
    return locked(() -> {
      closed = true;
      roster.undecided().forEach(course -> end(course, new Ending.Closed()));
      return roster.all();
    });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
