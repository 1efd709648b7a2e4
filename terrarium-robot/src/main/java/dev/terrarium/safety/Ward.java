package dev.terrarium.safety;

import dev.terrarium.safety.HandlerFailure.Threw;
import dev.terrarium.safety.HandlerRun.Ended;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Safety safety;
  private final Gate gate;
  private final SafetyOptions options;
  private final Timepiece clock;
  private final RestartBudget budget;
  private final AtomicReference<@Nullable ArmingRoute> arming = new AtomicReference<>();
  private final AtomicReference<@Nullable DisarmingRoute> disarming = new AtomicReference<>();

  /// Whether an arm is on its way by a command; every other is refused.
  private final AtomicBoolean routedArming = new AtomicBoolean();

  /// Whether a disarm is on its way by a command; every other goes without it.
  private final AtomicBoolean routed = new AtomicBoolean();

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
    clock = new Timepiece(options.nanos());
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
    if (!routedArming.compareAndSet(false, true)) {
      return new ArmResult.CommandFailed(
          "the command that arms '" + gate.robot() + "' is running; wait until it has ended");
    }
    try {
      return arm(route);
    } finally {
      routedArming.set(false);
    }
  }

  private ArmResult arm(ArmingRoute route) {
    RouteResult result;
    try (var lever = new Lever<>("arm", this::armDirectly)) {
      result = ended("arms", route.arm(lever));
    } catch (Throwable e) { // Whatever it is, the command has failed.
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
    if (route == null
        || gate.state() != SafetyState.ARMED
        || gate.isMoving() // A command may wait for whoever moves the robot.
        || !routed.compareAndSet(false, true)) { // Nobody waits for a command of somebody else's.
      return disarmDirectly(perHandler);
    }
    try {
      return disarm(route, perHandler);
    } catch (Throwable e) { // Such as no stack: nothing stands before the handlers.
      return disarmDirectly(perHandler);
    } finally {
      routed.set(false);
    }
  }

  private DisarmResult disarm(DisarmingRoute route, Duration perHandler) {
    AtomicReference<@Nullable DisarmResult> pulled = new AtomicReference<>();
    Supplier<DisarmResult> action =
        () -> {
          DisarmResult result = pull(perHandler);
          pulled.compareAndSet(null, result);
          return result;
        };
    RouteResult result;
    try (var lever = new Lever<>("disarm", action)) {
      result = ended("disarms", route.disarm(lever));
    } catch (Throwable e) { // Whatever it is, the command has failed.
      result = failed("disarms", e);
    }
    return outcome(result, pulled.get(), perHandler);
  }

  /// Disarms for a command; where somebody else is at it, it gets what comes of that.
  private DisarmResult pull(Duration perHandler) {
    DisarmResult result = disarmDirectly(perHandler);
    if (!(result instanceof DisarmResult.AlreadyDisarming)) {
      return result;
    }
    HandlerRun run = running();
    return run == null ? disarmDirectly(perHandler) : result(run.join());
  }

  private @Nullable HandlerRun running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
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

  private DisarmResult disarmDirectly(Duration perHandler) {
    return trip(perHandler).get();
  }

  /// Disarms without a command; when this returns, the handlers are on their way.
  ///
  /// @return tells listeners, and waits for the handlers
  Supplier<DisarmResult> trip(Duration perHandler) {
    Change change;
    HandlerRun begun = null;
    var telling = new Telling(gate.audience());
    lock.lock();
    try {
      change = apply(SafetyEvent.DISARM);
      if (change.hasMoved()) {
        begun = begin(perHandler);
      }
    } finally {
      lock.unlock();
    }
    HandlerRun run = begun;
    if (run == null) {
      return switch (change.standing().state()) {
        case DISARMED, ARMED -> DisarmResult.AlreadyDisarmed::new;
        case DISARMING -> DisarmResult.AlreadyDisarming::new;
        case ERROR -> DisarmResult.AlreadyInError::new;
      };
    }
    launch(run, telling);
    return () -> result(follow(run, telling));
  }

  private static DisarmResult result(Ended ended) {
    if (!ended.failures().isEmpty()) {
      return new DisarmResult.Failed(ended.failures());
    }
    return switch (ended.state()) {
      case DISARMED -> new DisarmResult.Disarmed();
      case DISARMING, ARMED -> new DisarmResult.AlreadyDisarming();
      case ERROR -> new DisarmResult.AlreadyInError();
    };
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
    gate.audience().tell();
    Journal.log(
        Level.WARNING,
        () ->
            "The robot '"
                + gate.robot()
                + "' is disarmed on its operator's word; no handler has run");
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
      logError(reason);
    }
    return change.step() instanceof Step.Refuse
        ? new ErrorResult.AlreadyDisarmed()
        : new ErrorResult.InError();
  }

  RestartResult restart(ComponentPath component, String reason) {
    long now = clock.now();
    lock.lock();
    try {
      if (budget.spend(now)) {
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
    logError(reason);
    return follow(run, telling).failures();
  }

  private void logError(String reason) {
    Journal.log(Level.ERROR, () -> "The robot '" + gate.robot() + "' is in error: " + reason);
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
    Objects.requireNonNull(route, () -> "a route is the command that " + verb + " it, not null");
    if (!place.compareAndSet(null, route)) {
      throw new IllegalStateException(
          "The robot '%s' has a command that %s it; at most one does"
              .formatted(gate.robot(), verb));
    }
    return () -> place.compareAndSet(route, null);
  }

  @SuppressWarnings("ConstantValue") // Whoever wrote the route may not check for null.
  private RouteResult ended(String verb, @Nullable RouteResult result) {
    return result != null
        ? result
        : new RouteResult.Failed(
            "the command that " + verb + " '" + gate.robot() + "' has returned null");
  }

  private RouteResult failed(String verb, Throwable failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new RouteResult.Failed(
        "the command that " + verb + " '" + gate.robot() + "' has thrown " + Journal.text(failure));
  }

  // Handlers.

  private Change apply(SafetyEvent event) {
    return gate.apply(event, safety);
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
            finish(run);
          });
    }
  }

  private void finish(HandlerRun run) {
    List<HandlerFailure> failures;
    try {
      failures = run.run();
    } catch (Throwable e) { // Such as no memory: nobody knows what is safe.
      failures = run.failedBy(e);
    }
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
    Journal.log(
        Level.ERROR,
        () -> "The robot '" + gate.robot() + "' is perhaps not safe: " + failure,
        failure.reason() instanceof Threw(Throwable cause) ? cause : null);
  }

  /// Tells listeners of the beginning, waits for the end, and tells them and the log of that. For
  /// whoever moves the robot, for whom handlers may wait, another thread does so.
  private Ended follow(HandlerRun run, Telling telling) {
    launch(run, telling);
    if (gate.isMoving()) {
      Threads.start("terrarium-safety-follow-" + gate.robot(), () -> awaitEnd(run, telling));
      return new Ended(List.of(), SafetyState.DISARMING);
    }
    return awaitEnd(run, telling);
  }

  private Ended awaitEnd(HandlerRun run, Telling telling) {
    telling.tell();
    Ended ended = run.join();
    run.ending().tell();
    if (!ended.failures().isEmpty() && run.mayLog()) {
      ended.failures().forEach(this::log);
    }
    return ended;
  }
}
