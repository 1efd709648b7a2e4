package dev.terrarium.safety;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The operator's handle on the safety of all robots of a process.
///
/// Whoever holds it can arm; so it goes to the operator's side alone (a console, a command line,
/// the bridge to an emergency stop), and everything else is given a [Gate]. All methods may be
/// called on any thread; robots never wait for each other.
public final class Safety implements AutoCloseable {
  private static final String NAMED = "robot is the name of a robot, not null";

  private final SafetyOptions options;
  private final Alarm alarm;
  private final ConcurrentHashMap<RobotId, Ward> wards = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Safety(SafetyOptions options, Alarm alarm) {
    this.options = options;
    this.alarm = alarm;
  }

  /// Opens one with what holds unless something is said.
  public static Safety open() {
    return open(SafetyOptions.defaults());
  }

  /// Opens one.
  public static Safety open(SafetyOptions options) {
    return new Safety(options, Alarm.ofThreads());
  }

  /// Takes a robot into care; it is disarmed.
  ///
  /// @throws IllegalStateException if there is a robot of that name, or this is closed
  public Gate register(RobotId robot, GateOptions gateOptions) {
    Objects.requireNonNull(robot, NAMED);
    Objects.requireNonNull(gateOptions, "register is given the options of the gate, not null");
    var clock = new Timepiece(options.nanos());
    var gate = Gate.of(robot, this, new Audience(clock));
    var ward = new Ward(this, gate, options, gateOptions);
    if (wards.putIfAbsent(robot, ward) != null) {
      throw new IllegalStateException(
          "There is a robot '" + robot + "' already; unregister it, or give this one another name");
    }
    if (closed) { // Asked afterwards: what is in the map before is found by close().
      wards.remove(robot, ward);
      throw new IllegalStateException(
          "This Safety is closed; the robot '" + robot + "' needs one that is open");
    }
    if (!gateOptions.components().isEmpty()) {
      alarm.after(
          gateOptions.registration(),
          "terrarium-safety-roll-call-" + robot,
          () -> callTheRoll(gate, gateOptions));
    }
    return gate;
  }

  private void callTheRoll(Gate gate, GateOptions gateOptions) {
    var missing = gate.handlers().missing(gateOptions.components());
    if (!missing.isEmpty() && gate(gate.robot()).filter(gate::equals).isPresent()) {
      Journal.log(
          Level.WARNING,
          () ->
              "The robot '%s' was declared with components that have registered no disarm handler within %s, so a disarm does not reach them: %s"
                  .formatted(
                      gate.robot(),
                      Durations.words(gateOptions.registration()),
                      String.join(
                          ", ", missing.stream().map(ComponentPath::toString).sorted().toList())));
    }
  }

  /// Runs a robot's handlers, whatever its state, waits for them, and forgets the robot and them.
  ///
  /// @return those that failed
  public List<HandlerFailure> unregister(RobotId robot) {
    Ward ward = ward(robot);
    if (ward == null) {
      return List.of();
    }
    List<HandlerFailure> failures = ward.leave(true).get();
    wards.remove(robot, ward);
    return failures;
  }

  /// Returns the options that it was opened with.
  SafetyOptions options() {
    return options;
  }

  /// Returns the gate of a robot, or nothing if there is no such robot.
  public Optional<Gate> gate(RobotId robot) {
    return Optional.ofNullable(ward(robot)).map(Ward::gate);
  }

  /// Returns the state of a robot; one that nobody knows is disarmed.
  public SafetyState state(RobotId robot) {
    return gate(robot).map(Gate::state).orElse(SafetyState.DISARMED);
  }

  /// Arms a robot, by the command that it declares for it if there is one.
  public ArmResult arm(RobotId robot) {
    Ward ward = ward(robot);
    return ward == null ? new ArmResult.NotRegistered() : ward.arm();
  }

  /// Disarms a robot; each handler has the time that the robot's options give, or else those of
  /// all.
  ///
  /// @see #disarm(RobotId, Duration)
  public DisarmResult disarm(RobotId robot) {
    Ward ward = ward(robot);
    return ward == null ? new DisarmResult.NotRegistered() : ward.disarm(ward.perHandler());
  }

  /// Disarms a robot, by the command that it declares for it if there is one.
  ///
  /// From the first moment on no permit is valid. Then all handlers run at once, and this waits for
  /// them; the robot is disarmed if every one of them says that its component is safe, and in error
  /// otherwise. Whoever asks meanwhile, a handler included, is told that it is being disarmed.
  ///
  /// A command comes before that moment, and takes the time that it takes; whoever disarms while it
  /// runs does so without it.
  ///
  /// @param perHandler how long each of them has
  public DisarmResult disarm(RobotId robot, Duration perHandler) {
    Durations.requirePositive(perHandler, "perHandler");
    Ward ward = ward(robot);
    return ward == null ? new DisarmResult.NotRegistered() : ward.disarm(perHandler);
  }

  /// Disarms a robot without the command that it may declare, and does not wait: when this returns,
  /// the state has changed and nothing keeps the handlers from running.
  ///
  /// @return tells listeners, and waits for the handlers
  Supplier<DisarmResult> trip(RobotId robot) {
    Ward ward = ward(robot);
    return ward == null ? DisarmResult.NotRegistered::new : ward.trip(ward.perHandler());
  }

  /// Disarms a robot without the command that it may declare: nothing stands before the handlers.
  DisarmResult disarmDirectly(RobotId robot) {
    return trip(robot).get();
  }

  /// Takes an operator's word that a robot in error is safe: it is disarmed, and no handler runs.
  public ForceDisarmResult forceDisarm(RobotId robot) {
    Ward ward = ward(robot);
    return ward == null ? new ForceDisarmResult.NotRegistered() : ward.forceDisarm();
  }

  /// Puts a robot that may move, or is being stopped, in error; no handler runs by it.
  ///
  /// @param reason a sentence for the log; a robot is put in error without one, too
  public ErrorResult transitionToError(RobotId robot, String reason) {
    Ward ward = ward(robot);
    return ward == null
        ? new ErrorResult.NotRegistered()
        : ward.transitionToError(Objects.requireNonNullElse(reason, "no reason was given"));
  }

  /// Asks whether a component that has failed may be restarted. If its robot's budget is used up,
  /// its handlers run, and it is in error even if they all succeed.
  ///
  /// @param reason of the failure, a sentence for the log
  public RestartResult restart(RobotId robot, ComponentPath component, String reason) {
    Ward ward = ward(robot);
    Objects.requireNonNull(component, "restart is given the path of the component, not null");
    Objects.requireNonNull(reason, "restart is given the reason of the failure, not null");
    return ward == null ? new RestartResult.NotRegistered() : ward.restart(component, reason);
  }

  /// Tells the listeners of a robot that a device says something is wrong; no state changes.
  public void reportError(RobotId robot, ComponentPath component, String message) {
    Objects.requireNonNull(message, "reportError is given the message of the device, not null");
    reportError(robot, component, new Fault.DeviceError(message));
  }

  /// Tells the listeners of a robot of a fault; no state changes. Nobody hears of it if there is no
  /// such robot.
  public void reportError(RobotId robot, ComponentPath component, Fault fault) {
    Objects.requireNonNull(component, "reportError is given the path of the component, not null");
    Objects.requireNonNull(fault, "reportError is given the fault that is to be told, not null");
    gate(robot).ifPresent(gate -> gate.report(component, fault));
  }

  /// Has a command arm a robot from here on.
  ///
  /// @throws IllegalStateException if another command does
  /// @throws IllegalArgumentException if there is no such robot
  public Registration routeArming(RobotId robot, ArmingRoute route) {
    return required(robot).armBy(route);
  }

  /// Has a command disarm a robot from here on.
  ///
  /// @throws IllegalStateException if another command does
  /// @throws IllegalArgumentException if there is no such robot
  public Registration routeDisarming(RobotId robot, DisarmingRoute route) {
    return required(robot).disarmBy(route);
  }

  private @Nullable Ward ward(RobotId robot) {
    return wards.get(Objects.requireNonNull(robot, NAMED));
  }

  private Ward required(RobotId robot) {
    Ward ward = ward(robot);
    if (ward == null) {
      throw new IllegalArgumentException(
          "There is no robot '" + robot + "'; register it before a command is to arm or disarm it");
    }
    return ward;
  }

  /// Disarms every robot that is armed, all at once, and waits for those and for the ones that are
  /// being disarmed. None is armed again.
  @Override
  public void close() {
    closed = true;
    List<Supplier<List<HandlerFailure>>> leaving =
        wards.values().stream().map(ward -> ward.leave(false)).toList();
    for (Supplier<List<HandlerFailure>> robot : leaving) {
      var _ = robot.get(); // Logged where they happen.
    }
  }
}
