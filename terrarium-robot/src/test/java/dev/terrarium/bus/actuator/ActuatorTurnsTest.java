package dev.terrarium.bus.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.bus.actuator.ActuatorResult.Applied;
import dev.terrarium.bus.actuator.ActuatorResult.Closed;
import dev.terrarium.bus.actuator.ActuatorResult.Failed;
import dev.terrarium.bus.actuator.ActuatorResult.NotArmed;
import dev.terrarium.bus.actuator.ActuatorResult.Refused;
import dev.terrarium.message.payload.Actuator;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of commands while the driver is at work on another.
@Timeout(60)
class ActuatorTurnsTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final ComponentPath SHOULDER = ComponentPath.of("shoulder");
  private static final ActuatorCommand LONG = new ActuatorCommand.Position(0);
  private static final ActuatorCommand NEXT = new ActuatorCommand.Position(1);

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final Bus bus = Bus.open(Optional.of(ARM), BusOptions.of("test"));
  private final List<ActuatorCommand> moved = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final ActuatorPort port =
      open((command, _) -> {
        if (command.equals(LONG)) {
          begun.countDown();
          release.await();
        }
        moved.add(command);
      });

  private ActuatorPort open(ActuatorDriver driver) {
    return ActuatorPort.open(
        bus, gate, SHOULDER, Set.of(PayloadTypes.of(ActuatorCommand.Position.class)), driver);
  }

  @AfterEach
  void close() {
    release.countDown();
    safety.close();
    bus.close();
  }

  @Test
  void noCommandOutlivesTheArmingThatItWasGivenIn() throws Exception {
    var refused = new CountDownLatch(2);
    bus.subscribe(
        port.path(),
        SubscriptionOptions.named("refusals").of(PayloadTypes.of(Actuator.Rejected.class)),
        _ -> refused.countDown());
    safety.arm(ARM);
    var first = calling(LONG);
    begun.await();
    port.cast(NEXT);
    bus.publish(port.path(), NEXT);
    safety.disarm(ARM);
    safety.arm(ARM);

    release.countDown();
    refused.await();

    assertThat(first.get()).isEqualTo(new Applied());
    assertThat(moved).containsExactly(LONG);
    assertThat(port.counters()).isEqualTo(new ActuatorCounters(1, 2, 0, 0));
    assertThat(port.call(NEXT)).isEqualTo(new Applied());
  }

  @Test
  void aCallThatWaitsForItsTurnEndsWithItsArming() throws Exception {
    safety.arm(ARM);
    var first = calling(LONG);
    begun.await();
    var next = calling(NEXT);

    safety.disarm(ARM);

    assertThat(next.get()).isInstanceOf(NotArmed.class);
    assertThat(first.isDone()).isFalse();
    assertThat(port.counters()).isEqualTo(new ActuatorCounters(0, 1, 0, 0));
  }

  @Test
  void aCallThatWaitsForItsTurnEndsWhenItsThreadIsInterrupted() throws Exception {
    safety.arm(ARM);
    calling(LONG);
    begun.await();
    Thread.currentThread().interrupt();

    var result = port.call(NEXT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(((Failed) result).cause()).isInstanceOf(InterruptedException.class);
    assertThat(port.counters()).isEqualTo(new ActuatorCounters(0, 0, 0, 1));
  }

  @Test
  void closingInterruptsTheDriverAndFreesWhoeverWaits() throws Exception {
    safety.arm(ARM);
    var flag =
        new FutureTask<>(() -> {
          port.call(LONG);
          return Thread.currentThread().isInterrupted();
        });
    Thread.ofPlatform().daemon().start(flag);
    begun.await();
    var next = calling(NEXT);

    port.close();

    assertThat(flag.get()).isFalse();
    assertThat(next.get()).isEqualTo(new Closed(SHOULDER, "actuator.command.position"));
    assertThat(moved).isEmpty();
  }

  @Test
  void aClosedPortDrivesNothing() {
    safety.arm(ARM);
    port.close();

    assertThat(((Closed) port.call(NEXT)).message())
        .isEqualTo(
            "The actuator shoulder did not get actuator.command.position: its port is closed; open"
                + " another");
    assertThatIllegalStateException()
        .isThrownBy(() -> port.cast(NEXT))
        .withMessageContaining("its port is closed");
    assertThat(moved).isEmpty();
  }

  @Test
  void aComponentHasOnePortAtATime() {
    assertThatIllegalStateException()
        .isThrownBy(() -> open((_, _) -> {}))
        .withMessage(
            "The component shoulder of the robot 'arm' has an actuator port; close it before another"
                + " is opened");
    port.close();
    safety.arm(ARM);
    assertThat(open((_, _) -> {}).call(NEXT)).isEqualTo(new Applied());
  }

  @Test
  void anErrorOfTheDriverIsToldAndCountedAsAFailure() {
    port.close();
    var failing =
        open((_, _) -> {
          throw new StackOverflowError();
        });
    safety.arm(ARM);

    assertThat(((Failed) failing.call(NEXT)).cause()).isInstanceOf(StackOverflowError.class);
    assertThat(failing.counters()).isEqualTo(new ActuatorCounters(0, 0, 0, 1));
  }

  @Test
  void saysOfACommandOfAnEarlierArmingThatTheRobotWasArmedAnew() {
    Refused late = new NotArmed(SHOULDER, "actuator.command.position", SafetyState.ARMED);

    assertThat(late.message())
        .isEqualTo(
            "The actuator shoulder did not get actuator.command.position: it was given before the"
                + " robot was armed anew; give it again if it still holds");
  }

  @Test
  void saysThatACommandIsMissing() {
    assertThatNullPointerException()
        .isThrownBy(() -> port.call(null))
        .withMessage("call is given the command, not null");
    assertThatNullPointerException()
        .isThrownBy(() -> port.cast(null))
        .withMessage("cast is given the command, not null");
  }

  private FutureTask<ActuatorResult> calling(ActuatorCommand command) {
    var call = new FutureTask<>(() -> port.call(command));
    Thread.ofPlatform().daemon().start(call);
    return call;
  }
}
