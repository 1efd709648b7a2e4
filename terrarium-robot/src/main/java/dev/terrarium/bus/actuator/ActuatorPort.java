package dev.terrarium.bus.actuator;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.Subscription;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.bus.actuator.ActuatorResult.Applied;
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
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Where commands to one actuator arrive: published, cast or called, they all pass the same gate.
///
/// A command is refused if the actuator does not take its type, then if the robot is not armed. A
/// refusal is logged, counted, and published as [Actuator.Rejected] on the actuator's path; the
/// driver does not hear of it. The driver has one command at a time, whatever brought it.
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
  private final ReentrantLock turn = new ReentrantLock();

  private Subscription subscription;
  private long applied;
  private long notArmed;
  private long unsupported;
  private long failed;

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
  public static ActuatorPort open(
      Bus bus,
      Gate gate,
      ComponentPath component,
      Set<PayloadType<? extends ActuatorCommand>> accepted,
      ActuatorDriver driver) {
    var port = new ActuatorPort(bus, gate, component, Set.copyOf(accepted), driver);
    port.subscription =
        bus.subscribe(
            port.path,
            SubscriptionOptions.named("actuator-" + component)
                .of(commands())
                .holding(WAITING, Overflow.DROP_OLDEST),
            port::published);
    return port;
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
  public ActuatorResult call(ActuatorCommand command) {
    return pass(command);
  }

  /// Gives it a command and tells nothing of what becomes of it; it waits its turn behind those
  /// that were published.
  public void cast(ActuatorCommand command) {
    subscription.deliver(path, bus.envelope(path.segments().getLast(), command));
  }

  private void published(Delivery delivery) {
    if (delivery.path().equals(path) && delivery.payload() instanceof ActuatorCommand command) {
      pass(command);
    }
  }

  private ActuatorResult pass(ActuatorCommand command) {
    turn.lock();
    try {
      var result = gated(command);
      count(result);
      if (result instanceof Refused refused) {
        tell(refused, command);
      }
      return result;
    } finally {
      turn.unlock();
    }
  }

  private ActuatorResult gated(ActuatorCommand command) {
    if (accepted.stream().noneMatch(type -> type.name().equals(command.type()))) {
      return new UnsupportedCommand(component, command.type(), accepted);
    }
    var permit = gate.permit();
    if (permit.isEmpty()) {
      return new NotArmed(component, command.type(), gate.state());
    }
    try {
      driver.apply(command, permit.get());
      return new Applied();
    } catch (Exception e) {
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

  private void count(ActuatorResult result) {
    switch (result) {
      case Applied _ -> applied++;
      case Failed _ -> failed++;
      case NotArmed _ -> notArmed++;
      case UnsupportedCommand _ -> unsupported++;
    }
  }

  private void tell(Refused refused, ActuatorCommand command) {
    if (Long.bitCount(notArmed + unsupported) == 1) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          refused.message() + " (refusals so far: " + (notArmed + unsupported) + ")");
    }
    Recording.rejected(component, command.type(), refused.reason().name().toLowerCase(Locale.ROOT));
    bus.publish(path, new Actuator.Rejected(refused.reason(), command.type(), command.commandId()));
  }

  /// Returns what became of its commands so far.
  public ActuatorCounters counters() {
    turn.lock();
    try {
      return new ActuatorCounters(applied, notArmed, unsupported, failed);
    } finally {
      turn.unlock();
    }
  }

  /// Listens no more; a command that runs may end.
  @Override
  public void close() {
    subscription.close();
  }
}
