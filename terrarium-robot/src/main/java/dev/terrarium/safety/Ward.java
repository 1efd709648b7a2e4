package dev.terrarium.safety;

import dev.terrarium.safety.HandlerFailure.Threw;
import dev.terrarium.safety.HandlerRun.Ended;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A robot in the care of safety: everything that changes its state.
///
/// One lock per robot orders its changes. It is held for the change alone: never while listeners
/// are told, handlers run or commands are awaited. So nobody waits for another robot, and whoever
/// asks while this one is being disarmed is answered at once. While the robot is armed, a thread
/// stands by to run its handlers.
final class Ward {
  private static final Logger LOG = System.getLogger(Ward.class.getPackageName());

  private final Safety safety;
  private final Gate gate;
  private final SafetyOptions options;
  private final RestartBudget budget;
  private final AtomicReference<@Nullable ArmingRoute> arming = new AtomicReference<>();
  private final AtomicReference<@Nullable DisarmingRoute> disarming = new AtomicReference<>();

  private final ReentrantLock lock = new ReentrantLock();

  /// The handlers that run; guarded by the lock.
  private @Nullable HandlerRun running;

  /// Runs the next handlers; guarded by the lock.
  private @Nullable Standby standby;

  /// Whether the robot is on its way out, so that it is not armed again; guarded by the lock.
  private boolean leaving;

  Ward(Safety safety, Gate gate, SafetyOptions options, GateOptions gateOptions) {
    this.safety = safety;
    this.gate = gate;
    this.options = gateOptions.perHandler().map(options::withPerHandler).orElse(options);
    budget = new RestartBudget(gateOptions.restarts(), gateOptions.within());
  }

  Gate gate() {
    return gate;
  }

  Duration perHandler() {
    return options.perHandler();
  }

  // Arming.

  ArmResult arm() {
    ArmingRoute route = arming.get();
    if (route == null || gate.state() != SafetyState.DISARMED) {
      return armDirectly();
    }
    RouteResult result;
    try (var lever = new Lever<>("arm", this::armDirectly)) {
      result = route.arm(lever);
    } catch (Exception e) {
      result = failed("arms", e);
    }
    return switch (result) {
      case RouteResult.Failed(String reason) -> new ArmResult.CommandFailed(reason);
      case RouteResult.Succeeded _ ->
          gate.permit()
              .<ArmResult>map(ArmResult.Armed::new)
              .orElseGet(() ->
                  new ArmResult.CommandFailed(
                      "the command that arms '"
                          + gate.robot()
                          + "' ended well and did not arm it"));
    };
  }

  ArmResult armDirectly() {
    Change change;
    lock.lock();
    try {
      if (leaving) {
        return new ArmResult.NotRegistered();
      }
      change = apply(SafetyEvent.ARM);
      if (change.hasMoved() && standby == null) {
        standby = Standby.start(threadName());
      }
    } finally {
      lock.unlock();
    }
    Permit permit = change.standing().permit();
    if (!change.hasMoved() || permit == null) {
      return switch (change.standing().state()) {
        case ARMED, DISARMED -> new ArmResult.AlreadyArmed();
        case DISARMING -> new ArmResult.Disarming();
        case ERROR -> new ArmResult.InError();
      };
    }
    gate.audience().tell();
    return new ArmResult.Armed(permit);
  }

  // Disarming.

  DisarmResult disarm(Duration perHandler) {
    DisarmingRoute route = disarming.get();
    if (route == null || gate.state() != SafetyState.ARMED) {
      return disarmDirectly(perHandler);
    }
    AtomicReference<@Nullable DisarmResult> pulled = new AtomicReference<>();
    Supplier<DisarmResult> action =
        () -> {
          DisarmResult result = disarmDirectly(perHandler);
          pulled.compareAndSet(null, result);
          return result;
        };
    RouteResult result;
    try (var lever = new Lever<>("disarm", action)) {
      result = route.disarm(lever);
    } catch (Exception e) {
      result = failed("disarms", e);
    }
    return outcome(result, pulled.get(), perHandler);
  }

  private DisarmResult outcome(
      RouteResult result, @Nullable DisarmResult pulled, Duration perHandler) {
    if (result instanceof RouteResult.Succeeded && pulled != null) {
      return pulled;
    }
    SafetyState state = gate.state();
    boolean isOver = state == SafetyState.DISARMED || state == SafetyState.ERROR;
    if (result instanceof RouteResult.Succeeded && isOver) {
      return state == SafetyState.ERROR
          ? new DisarmResult.AlreadyInError()
          : new DisarmResult.Disarmed();
    }
    String reason =
        switch (result) {
          case RouteResult.Failed(String why) -> why;
          case RouteResult.Succeeded _ ->
              "the command that disarms '" + gate.robot() + "' ended well and did not disarm it";
        };
    if (!isOver) {
      giveUp("The command that disarms it has failed: " + reason, perHandler);
    }
    return new DisarmResult.CommandFailed(reason);
  }

  DisarmResult disarmDirectly(Duration perHandler) {
    Change change;
    HandlerRun run = null;
    var telling = new Telling(gate.audience());
    lock.lock();
    try {
      change = apply(SafetyEvent.DISARM);
      if (change.hasMoved()) {
        run = begin(perHandler);
      }
    } finally {
      lock.unlock();
    }
    if (run == null) {
      return switch (change.standing().state()) {
        case DISARMED, ARMED -> new DisarmResult.AlreadyDisarmed();
        case DISARMING -> new DisarmResult.AlreadyDisarming();
        case ERROR -> new DisarmResult.AlreadyInError();
      };
    }
    Ended ended = follow(run, telling);
    if (!ended.failures().isEmpty()) {
      return new DisarmResult.Failed(ended.failures());
    }
    return ended.state() == SafetyState.DISARMED
        ? new DisarmResult.Disarmed()
        : new DisarmResult.AlreadyInError();
  }

  // Errors.

  ForceDisarmResult forceDisarm() {
    Change change;
    lock.lock();
    try {
      if (gate.state() == SafetyState.ERROR && running != null) {
        return new ForceDisarmResult.HandlersRunning();
      }
      change = apply(SafetyEvent.FORCE_DISARM);
      if (change.hasMoved()) {
        budget.restore();
      }
    } finally {
      lock.unlock();
    }
    if (!change.hasMoved()) {
      return new ForceDisarmResult.NotInError(change.standing().state());
    }
    LOG.log(
        Level.WARNING,
        "The robot ''{0}'' is disarmed on its operator''s word; no handler has run",
        gate.robot());
    gate.audience().tell();
    return new ForceDisarmResult.Disarmed();
  }

  ErrorResult transitionToError(String reason) {
    Change change;
    Standby free = null;
    lock.lock();
    try {
      change = apply(SafetyEvent.FAIL);
      if (change.hasMoved()) {
        free = takeStandby();
      }
    } finally {
      lock.unlock();
    }
    if (change.hasMoved()) {
      var telling = new Telling(gate.audience());
      Standby.give(free, threadName(), () -> telling.await(gate.robot()));
      telling.tell();
      LOG.log(Level.ERROR, "The robot ''{0}'' is in error: {1}", gate.robot(), reason);
    }
    return change.step() instanceof Step.Refuse
        ? new ErrorResult.AlreadyDisarmed()
        : new ErrorResult.InError();
  }

  RestartResult restart(ComponentPath component, String reason) {
    lock.lock();
    try {
      if (budget.spend(options.nanos().getAsLong())) {
        return new RestartResult.Allowed();
      }
    } finally {
      lock.unlock();
    }
    return new RestartResult.Exhausted(
        giveUp(
            "Its components were restarted too often, last " + component + ": " + reason,
            options.perHandler()));
  }

  /// Puts it in error from any state, and runs the handlers, or waits for those that run.
  private List<HandlerFailure> giveUp(String reason, Duration perHandler) {
    HandlerRun run;
    var telling = new Telling(gate.audience());
    lock.lock();
    try {
      apply(SafetyEvent.GIVE_UP);
      run = running == null ? begin(perHandler) : running;
    } finally {
      lock.unlock();
    }
    launch(run, telling);
    telling.tell(); // First: a log may be slow.
    LOG.log(Level.ERROR, "The robot ''{0}'' is in error: {1}", gate.robot(), reason);
    return follow(run, telling).failures();
  }

  // Leaving.

  /// Keeps it from being armed again, and stops it if it may move or is being stopped.
  ///
  /// @param always whether the handlers run in every state
  /// @return waits until they have ended
  Supplier<List<HandlerFailure>> leave(boolean always) {
    var telling = new Telling(gate.audience());
    HandlerRun run;
    lock.lock();
    try {
      leaving = true;
      gate.handlers().forget();
      boolean moved = apply(SafetyEvent.DISARM).hasMoved();
      run = running == null && (moved || always) ? begin(options.perHandler()) : running;
      Standby unused = takeStandby();
      if (unused != null) {
        unused.dismiss();
      }
    } finally {
      lock.unlock();
    }
    HandlerRun followed = run;
    if (followed != null) {
      launch(followed, telling);
    }
    return () -> followed == null ? List.of() : follow(followed, telling).failures();
  }

  // Routes.

  Registration armBy(ArmingRoute route) {
    return set(arming, route, "arms");
  }

  Registration disarmBy(DisarmingRoute route) {
    return set(disarming, route, "disarms");
  }

  private <R> Registration set(AtomicReference<@Nullable R> place, R route, String verb) {
    if (!place.compareAndSet(null, route)) {
      throw new IllegalStateException(
          "The robot '%s' has a command that %s it; at most one does"
              .formatted(gate.robot(), verb));
    }
    return () -> place.compareAndSet(route, null);
  }

  private RouteResult failed(String verb, Exception failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new RouteResult.Failed(
        "the command that " + verb + " '" + gate.robot() + "' has thrown " + failure);
  }

  // Handlers.

  private Change apply(SafetyEvent event) {
    return gate.apply(event, safety, options.nanos().getAsLong());
  }

  /// Prepares a run of the handlers; the lock is held.
  private HandlerRun begin(Duration perHandler) {
    var ending = new Telling(gate.audience());
    running =
        new HandlerRun(gate.robot(), gate.handlers().all(), perHandler, ending, takeStandby());
    return running;
  }

  /// Returns the thread that stands by, which is the caller's from here on; the lock is held.
  private @Nullable Standby takeStandby() {
    Standby taken = standby;
    standby = null;
    return taken;
  }

  private String threadName() {
    return "terrarium-safety-" + gate.robot();
  }

  /// Starts a run, if nobody has. The handlers wait until listeners were told, but not for long.
  private void launch(HandlerRun run, Telling telling) {
    if (run.claim()) {
      Standby.give(
          run.standby(),
          threadName(),
          () -> {
            telling.await(gate.robot());
            finish(run, run.run());
          });
    }
  }

  private void finish(HandlerRun run, List<HandlerFailure> failures) {
    failures.forEach(this::log);
    SafetyState state;
    lock.lock();
    try {
      boolean isSafe = failures.isEmpty();
      state =
          apply(isSafe ? SafetyEvent.HANDLERS_SUCCEEDED : SafetyEvent.HANDLERS_FAILED)
              .standing()
              .state();
      running = null;
    } finally {
      lock.unlock();
    }
    run.end(new Ended(failures, state));
    run.ending().await(gate.robot());
  }

  private void log(HandlerFailure failure) {
    String text = "The robot '" + gate.robot() + "' is perhaps not safe: " + failure;
    LOG.log(Level.ERROR, text, failure.reason() instanceof Threw(Throwable cause) ? cause : null);
  }

  /// Tells listeners of the beginning, waits for the end, and tells them of that.
  private Ended follow(HandlerRun run, Telling telling) {
    launch(run, telling);
    telling.tell();
    Ended ended = run.join();
    run.ending().tell();
    return ended;
  }
}
