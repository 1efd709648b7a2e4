package dev.terrarium.bus.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.bus.actuator.ActuatorResult.Applied;
import dev.terrarium.bus.actuator.ActuatorResult.Failed;
import dev.terrarium.bus.actuator.ActuatorResult.NotArmed;
import dev.terrarium.bus.actuator.ActuatorResult.Refused;
import dev.terrarium.bus.actuator.ActuatorResult.UnsupportedCommand;
import dev.terrarium.message.payload.Actuator;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.NotArmedException;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every way to an actuator passes the same gate.
@Timeout(60)
class ActuatorPortTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final ComponentPath SHOULDER = ComponentPath.of("shoulder");
  private static final Duration LONG = Duration.ofDays(1);

  /// The ways to an actuator.
  enum Transport {
    PUBLISHED,
    CAST,
    CALLED
  }

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final Bus bus = Bus.open(Optional.of(ARM), BusOptions.of("test"));
  private final LinkedBlockingQueue<ActuatorCommand> moved = new LinkedBlockingQueue<>();
  private final AtomicReference<ActuatorDriver> driver =
      new AtomicReference<>((command, _) -> moved.add(command));
  private final ActuatorPort port =
      ActuatorPort.open(
          bus,
          gate,
          SHOULDER,
          Set.of(
              PayloadTypes.of(ActuatorCommand.Position.class),
              PayloadTypes.of(ActuatorCommand.Stop.class)),
          (command, permit) -> driver.get().apply(command, permit));
  private final Mailbox refusals =
      bus.subscribe(
          port.path(),
          SubscriptionOptions.named("refusals").of(PayloadTypes.of(Actuator.Rejected.class)));

  @AfterEach
  void close() {
    safety.close();
    bus.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyTransportReachesTheDriverOfAnArmedRobot(Transport transport)
      throws InterruptedException {
    safety.arm(ARM);
    var command = new ActuatorCommand.Position(1.0);

    send(transport, command);

    assertThat(moved.take()).isEqualTo(command);
    while (port.counters().applied() == 0) {
      Thread.onSpinWait();
    }
    assertThat(port.counters()).isEqualTo(new ActuatorCounters(1, 0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void everyTransportIsRefusedWhileTheRobotIsDisarmed(Transport transport)
      throws InterruptedException {
    var command =
        new ActuatorCommand.Position(1, Optional.empty(), Optional.empty(), Optional.of("c7"));

    send(transport, command);

    assertThat(refusals.take(LONG).map(Delivery::payload))
        .contains(
            new Actuator.Rejected(
                Actuator.Rejection.DISARMED, "actuator.command.position", Optional.of("c7")));
    assertThat(port.counters()).isEqualTo(new ActuatorCounters(0, 1, 0, 0));
    assertThat(moved).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyTransportIsRefusedWhatTheActuatorDoesNotTake(Transport transport)
      throws InterruptedException {
    safety.arm(ARM);

    send(transport, new ActuatorCommand.Effort(1.0));

    assertThat(refusals.take(LONG).map(Delivery::payload))
        .contains(
            new Actuator.Rejected(
                Actuator.Rejection.UNSUPPORTED_COMMAND,
                "actuator.command.effort",
                Optional.empty()));
    assertThat(port.counters()).isEqualTo(new ActuatorCounters(0, 0, 1, 0));
    assertThat(moved).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // As callers may who do not check.
  void saysWhichArgumentIsMissing() {
    assertThatThrownBy(() -> ActuatorPort.open(null, gate, SHOULDER, Set.of(), (_, _) -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a port has the bus that its commands come by, not null");
    assertThatThrownBy(() -> ActuatorPort.open(bus, gate, SHOULDER, Set.of(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a port has the driver of its actuator, not null");
  }

  @Test
  void aCallTellsWhyItWasRefusedAndTheTypeIsAskedFirst() {
    var disarmed = port.call(new ActuatorCommand.Position(1.0));
    var unsupported = port.call(new ActuatorCommand.Hold(Optional.empty()));

    assertThat(disarmed)
        .isEqualTo(new NotArmed(SHOULDER, "actuator.command.position", SafetyState.DISARMED));
    assertThat(((Refused) disarmed).message())
        .isEqualTo(
            "The actuator shoulder did not get actuator.command.position: the robot is disarmed; it"
                + " has to be armed, which the operator does");
    assertThat(unsupported).isInstanceOf(UnsupportedCommand.class);
    assertThat(((Refused) unsupported).message())
        .isEqualTo(
            "The actuator shoulder takes no actuator.command.hold; it takes"
                + " actuator.command.position, actuator.command.stop");
  }

  @Test
  void stopIsAMotionCommandAndRefusedWhileDisarmed() {
    var stop = new ActuatorCommand.Stop(ActuatorCommand.StopMode.IMMEDIATE, Optional.empty());

    assertThat(port.call(stop)).isInstanceOf(NotArmed.class);
    safety.arm(ARM);
    assertThat(port.call(stop)).isEqualTo(new Applied());
  }

  @Test
  void logsTheFirstRefusalAndLaterOnesEverMoreSeldom() {
    List<String> lines = new CopyOnWriteArrayList<>();
    var logger = Logger.getLogger(ActuatorPort.class.getName());
    Filter keep =
        line -> {
          lines.add(line.getLevel() + " " + line.getMessage());
          return false;
        };
    logger.setFilter(keep);

    for (int i = 0; i < 5; i++) {
      assertThat(port.call(new ActuatorCommand.Position(1.0))).isInstanceOf(NotArmed.class);
    }
    logger.setFilter(null);

    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst())
        .startsWith("WARNING The actuator shoulder did not get actuator.command.position")
        .endsWith("(refusals so far: 1)");
    assertThat(lines.getLast()).endsWith("(refusals so far: 4)");
  }

  @Test
  void everyRefusalHasASeverity() {
    var disarmed = port.call(new ActuatorCommand.Position(1.0));
    var unsupported = port.call(new ActuatorCommand.Hold(Optional.empty()));

    assertThat(List.of(disarmed, unsupported))
        .extracting(it -> ((Refused) it).severity())
        .containsOnly(Severity.ERROR);
  }

  @Test
  void aDriverThatThrowsIsToldToACallerAndCounted() {
    safety.arm(ARM);
    driver.set((_, _) -> {
      throw new java.io.IOException("no answer");
    });

    var result = port.call(new ActuatorCommand.Position(1.0));

    assertThat(((Failed) result).cause()).hasMessage("no answer");
    assertThat(port.counters().failed()).isEqualTo(1);
  }

  @Test
  void thePermitIsThatOfTheArmingAndEndsWithIt() {
    var permits = new AtomicReference<Permit>();
    driver.set((_, permit) -> {
      safety.disarm(ARM);
      permits.set(permit);
      permit.require();
    });
    safety.arm(ARM);

    var result = port.call(new ActuatorCommand.Position(1.0));

    assertThat(permits.get().isValid()).isFalse();
    assertThat(((Failed) result).cause()).isInstanceOf(NotArmedException.class);
  }

  @Test
  void commandsBelowItsPathAreNotItsOwn() {
    safety.arm(ARM);

    bus.publish(port.path().child("finger"), new ActuatorCommand.Position(1.0));
    port.close();
    bus.publish(port.path(), new ActuatorCommand.Position(2.0));

    assertThat(port.counters()).isEqualTo(new ActuatorCounters(0, 0, 0, 0));
  }

  private void send(Transport transport, ActuatorCommand command) {
    BiConsumer<ActuatorPort, ActuatorCommand> way =
        switch (transport) {
          case PUBLISHED -> (to, it) -> bus.publish(to.path(), it);
          case CAST -> ActuatorPort::cast;
          case CALLED -> (to, it) -> assertThat(to.call(it)).isNotNull();
        };
    way.accept(port, command);
  }
}
