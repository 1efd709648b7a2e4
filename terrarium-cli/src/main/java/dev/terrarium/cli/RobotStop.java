package dev.terrarium.cli;

import dev.terrarium.cli.robot.Caller;
import dev.terrarium.cli.robot.CommandEnd;
import dev.terrarium.cli.robot.TripWatch;
import dev.terrarium.cli.robot.Witness;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.cli.timeline.Timeline;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.Fault;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.session.robot.RobotSession;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A robot that was stopped, and what came of what was in flight.
///
/// @param at when, in nanoseconds since the begin
/// @param source who has stopped it, such as `operator`
/// @param reason a sentence, if it was somebody else
/// @param caller what became of the command that was in flight, if one was
/// @param python the operation of Python that was interrupted and has ended, if one was
record RobotStop(
    long at,
    String source,
    Optional<String> reason,
    Optional<CommandEnd> caller,
    Optional<Moment.Operation> python) {
  /// How long it is looked what becomes of the command and its Python code.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Who a stop is reported as.
  private static final ComponentPath OPERATOR = ComponentPath.of("operator");

  /// Why a robot is stopped.
  ///
  /// @param word what the log calls it
  /// @param fault what is reported of it; nothing where the run is merely over
  record Why(String word, Optional<Fault> fault) {
    static final Why OVER = new Why("the command has ended", Optional.empty());
    static final Why SIGNAL =
        new Why("stopped by a signal", emergency("the process was told to end, as by Ctrl-C"));

    static Why after(Duration time) {
      return new Why(
          "EMERGENCY STOP", emergency("--stop-after %s s".formatted(time.toMillis() / 1e3)));
    }

    private static Optional<Fault> emergency(String reason) {
      return Optional.of(new Fault.EmergencyStop("the operator of robot run", reason));
    }
  }

  /// Disarms a robot, and tells what came of it.
  ///
  /// @param caller who waits for a command, if somebody does
  /// @param why what it is
  static RobotStop make(
      RobotSession session, Optional<Caller> caller, Following following, Why why) {
    var waiting = caller.map(Caller::end).filter(end -> !end.isDone());
    long at = following.witness().elapsed();
    var robot = session.robot().declaration().robot();
    var result = disarm(session, following, at, why.word());
    why.fault().ifPresent(fault -> session.safety().reportError(robot, OPERATOR, fault));
    var end = waiting.flatMap(RobotStop::soon);
    var stop =
        new RobotStop(at, OPERATOR.toString(), Optional.empty(), end, Optional.empty())
            .followed(following);
    tell(result, following.log());
    return stop;
  }

  /// Disarms a robot, and tells it when it is done: nobody who hears of it can keep the stop.
  ///
  /// @param at when that is
  /// @param word what the log calls it
  static DisarmResult disarm(RobotSession session, Following following, long at, String word) {
    RobotLog log = following.log();
    log.hold();
    try {
      return session.safety().disarm(session.robot().declaration().robot());
    } finally {
      log.say(at, word);
      log.say(following.witness().state());
      log.release();
    }
  }

  /// Tells what came of a robot that somebody else has disarmed.
  static RobotStop by(TripWatch.Trip trip, long at, Optional<Caller> caller, Following following) {
    var end = caller.map(Caller::end).flatMap(RobotStop::soon).filter(known -> known.at() >= at);
    following.log().say(at, "DISARMED by %s: %s".formatted(trip.source(), trip.reason()));
    Moment.State state = following.witness().state();
    if (!state.state().equals(SafetyState.DISARMING.id())) {
      following.log().say(state);
    }
    return new RobotStop(at, trip.source(), Optional.of(trip.reason()), end, Optional.empty())
        .followed(following);
  }

  /// Who sees and tells what comes of a stop.
  record Following(Witness witness, RobotLog log) {}

  /// Looks what becomes of the Python code that was in flight, and tells it.
  private RobotStop followed(Following following) {
    Witness witness = following.witness();
    RobotLog log = following.log();
    caller.ifPresent(freed ->
        log.say(
            freed.at(),
            "caller freed after %s with %s".formatted(millis(freed.at() - at), freed.word())));
    awaitPython(witness, at);
    var interrupted = witness.interruptedSince(at);
    interrupted.ifPresent(operation ->
        log.say(
            operation.ended(),
            "Python ended after %s: %s, %s"
                .formatted(
                    millis(operation.ended() - at), operation.name(), operation.ending().level())));
    if (interrupted.isEmpty()) {
      witness
          .unheeding(at)
          .map(RobotStop::unheeding)
          .or(() -> caller.map(_ -> "no Python code was interrupted"))
          .ifPresent(log::say);
    }
    return new RobotStop(at, source, reason, caller, interrupted);
  }

  /// Waits a while until what was under way in Python at a moment has ended.
  static void awaitPython(Witness witness, long at) {
    var _ = soon(witness.freedInterpreters(at));
  }

  /// Says of an operation that it did not heed its interrupts, and what came of that.
  static String unheeding(Moment.Operation operation) {
    return operation.name()
        + (operation.isKilled()
            ? " did not end when it was interrupted, so its process was killed"
            : " runs on, though it is interrupted again and again");
  }

  /// Tells what kept a robot from being made safe, if something did.
  static void tell(DisarmResult result, RobotLog log) {
    switch (result) {
      case DisarmResult.Failed failed ->
          failed.failures().forEach(failure -> log.say("not made safe: " + failure));
      case DisarmResult.CommandFailed(var reason) ->
          log.say("the command that disarms failed: " + reason);
      case DisarmResult.Disarmed _,
          DisarmResult.AlreadyDisarmed _,
          DisarmResult.AlreadyDisarming _,
          DisarmResult.AlreadyInError _,
          DisarmResult.NotRegistered _ -> {}
    }
  }

  private static <T> Optional<T> soon(CompletableFuture<T> future) {
    try {
      return Optional.of(future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException unknown) {
      return Optional.empty();
    } catch (InterruptedException toldOnceMore) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String millis(long nanos) {
    return RobotLog.millis(nanos);
  }

  /// Returns it as the page shows it.
  ///
  /// @param unheeding the operation of Python that did not heed its interrupts, if one did not
  Timeline.Stop onPage(Optional<Moment.Operation> unheeding) {
    return new Timeline.Stop(at, freedAfter(), endedAfter(), unheeding.map(RobotStop::unheeding));
  }

  /// Returns how long whoever waited for the command had still to wait.
  OptionalLong freedAfter() {
    return caller.map(end -> OptionalLong.of(end.at() - at)).orElse(OptionalLong.empty());
  }

  /// Returns how long the Python code still ran.
  OptionalLong endedAfter() {
    return python
        .map(operation -> OptionalLong.of(operation.ended() - at))
        .orElse(OptionalLong.empty());
  }
}
