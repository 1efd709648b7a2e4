package dev.terrarium.bus.actuator;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.Subscription;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.bus.actuator.ActuatorResult.Applied;
import dev.terrarium.bus.actuator.ActuatorResult.Closed;
import dev.terrarium.bus.actuator.ActuatorResult.Failed;
import dev.terrarium.bus.actuator.ActuatorResult.NotArmed;
import dev.terrarium.bus.actuator.ActuatorResult.Refused;
import dev.terrarium.bus.actuator.ActuatorResult.UnsupportedCommand;
import dev.terrarium.bus.events.Recording;
import dev.terrarium.message.payload.Actuator;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.SourceType;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.Registration;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.Transition;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where commands to one actuator arrive: published, cast or called, they all pass the same gate.
///
/// A command is refused if the actuator does not take its type, then if the robot is not armed, or
/// was stopped after the command was given: no command outlives the arming that it was given in. A
/// refusal is logged, counted, and published as [Actuator.Rejected] on the actuator's path; the
/// driver does not hear of it. The driver has one command at a time, whatever brought it; 64 that
/// were published or cast wait for it at most, the oldest being dropped for more.
/// [ActuatorCommand.Stop] is a command like the others.
public final class ActuatorPort implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(ActuatorPort.class.getName());
  private static final int WAITING = 64;

  private final Bus bus;
  private final Gate gate;
  private final ComponentPath component;
  private final Set<PayloadType<?>> accepted;
  private final ActuatorDriver driver;
  private final TopicPath path;
  private final Turn turn = new Turn();
  private final Tally tally = new Tally();

  private Subscription subscription;
  private Registration stops;

  @SuppressWarnings("NullAway.Init") // open() subscribes, before anybody else has it.
  private ActuatorPort(
      Bus bus,
      Gate gate,
      ComponentPath component,
      Set<PayloadType<?>> accepted,
      ActuatorDriver driver) {
    this.bus = bus;
    this.gate = gate;
    this.component = component;
    this.accepted = Set.copyOf(accepted);
    this.driver = driver;
    this.path = TopicPath.of(SourceType.ACTUATOR, component.segments().toArray(String[]::new));
  }

  /// Opens the port of an actuator, which listens at `actuator.` and the component's path.
  ///
  /// @param accepted the types of commands that it takes
  /// @throws IllegalStateException if the component has a port that is open, or the bus is closed
  public static ActuatorPort open(
      Bus bus,
      Gate gate,
      ComponentPath component,
      Set<PayloadType<? extends ActuatorCommand>> accepted,
      ActuatorDriver driver) {
    Objects.requireNonNull(bus, "a port has the bus that its commands come by, not null");
    Objects.requireNonNull(gate, "a port has the gate of its robot, not null");
    Objects.requireNonNull(component, "a port has the component that it moves, not null");
    Objects.requireNonNull(accepted, "a port has the types that its actuator takes, not null");
    Objects.requireNonNull(driver, "a port has the driver of its actuator, not null");
    var port = new ActuatorPort(bus, gate, component, Set.copyOf(accepted), driver);
    port.subscription =
        bus.serve(
                port.path,
                SubscriptionOptions.named("actuator-" + component)
                    .of(commands())
                    .holding(WAITING, Overflow.DROP_OLDEST),
                gate::permit,
                port::published)
            .orElseThrow(() ->
                new IllegalStateException(
                    "The component %s of the robot '%s' has an actuator port; close it before another is opened"
                        .formatted(component, gate.robot())));
    port.stops = gate.listen(new Stops(port.turn));
    return port;
  }

  /// Frees those whose arming is over and whose turn has not come.
  private record Stops(Turn turn) implements SafetyListener {
    @Override
    public void changed(Transition transition) {
      turn.look();
    }

    @Override
    public boolean goesFirst() {
      return true;
    }
  }

  private static PayloadType<?>[] commands() {
    return PayloadTypes.builtIn().all().stream()
        .filter(type -> ActuatorCommand.class.isAssignableFrom(type.payload()))
        .toArray(PayloadType<?>[]::new);
  }

  /// Returns where commands to it are published, and where it tells of refusals.
  public TopicPath path() {
    return path;
  }

  /// Gives it a command and waits until the driver has taken it.
  ///
  /// It waits for its turn until the arming that it was given in is over, this thread is
  /// interrupted, or the port is closed, and for the driver as long as that takes.
  public ActuatorResult call(ActuatorCommand command) {
    Objects.requireNonNull(command, "call is given the command, not null");
    return pass(command, gate.permit());
  }

  /// Gives it a command and tells nothing of what becomes of it; it waits its turn behind those
  /// that were published.
  ///
  /// @throws IllegalStateException if the port is closed
  public void cast(ActuatorCommand command) {
    Objects.requireNonNull(command, "cast is given the command, not null");
    if (turn.isClosed()) {
      throw new IllegalStateException(new Closed(component, command.type()).message());
    }
    subscription.deliver(path, bus.envelope(path.segments().getLast(), command));
  }

  private void published(Delivery delivery, Optional<Permit> given) {
    if (delivery.path().equals(path) && delivery.payload() instanceof ActuatorCommand command) {
      var _ = pass(command, given);
    }
  }

  private ActuatorResult pass(ActuatorCommand command, Optional<Permit> given) {
    var result = gated(command, given);
    long refusals = tally.count(result);
    if (result instanceof Refused refused) {
      tell(refused, command, refusals);
    }
    return result;
  }

  /// @param given the permit that held when the command was given
  private ActuatorResult gated(ActuatorCommand command, Optional<Permit> given) {
    if (accepted.stream().noneMatch(type -> type.name().equals(command.type()))) {
      return new UnsupportedCommand(component, command.type(), accepted);
    }
    if (given.isEmpty()) {
      return turn.isClosed() ? new Closed(component, command.type()) : notArmed(command);
    }
    try {
      if (!turn.take(given.get())) {
        return turn.isClosed() ? new Closed(component, command.type()) : notArmed(command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed(component, e);
    }
    try {
      return driven(command, given.get());
    } finally {
      turn.giveBack();
    }
  }

  private NotArmed notArmed(ActuatorCommand command) {
    return new NotArmed(component, command.type(), gate.state());
  }

  private ActuatorResult driven(ActuatorCommand command, Permit permit) {
    try {
      driver.apply(command, permit);
      return new Applied();
    } catch (Throwable e) { // An error as well: whoever sent the command is told of that.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOGGER.log(
          System.Logger.Level.WARNING,
          "The driver of the actuator " + component + " failed on " + command.type(),
          e);
      return new Failed(component, e);
    }
  }

  private void tell(Refused refused, ActuatorCommand command, long refusals) {
    if (Long.bitCount(refusals) == 1) {
      LOGGER.log(
          System.Logger.Level.WARNING, refused.message() + " (refusals so far: " + refusals + ")");
    }
    Recording.rejected(component, command.type(), refused.reason().name().toLowerCase(Locale.ROOT));
    bus.publish(path, new Actuator.Rejected(refused.reason(), command.type(), command.commandId()));
  }

  /// Returns what became of its commands so far; it waits for no driver.
  public ActuatorCounters counters() {
    return tally.counters();
  }

  /// Takes no more commands, drops those that wait, and frees whoever waits; a driver that is at
  /// work is interrupted, and not waited for.
  @Override
  public void close() {
    turn.close();
    stops.close();
    subscription.close();
  }
}
