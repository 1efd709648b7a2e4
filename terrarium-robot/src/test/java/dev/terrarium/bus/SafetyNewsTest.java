package dev.terrarium.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.message.payload.SafetyReport;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.HandlerResult;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What safety tells reaches the bus.
class SafetyNewsTest {
  private static final RobotId ARM = new RobotId("arm");

  private final Safety safety = Safety.open(SafetyOptions.defaults().withClock(() -> 42));
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final Bus bus = Bus.open(Optional.of(ARM), BusOptions.of("test"));
  private final Mailbox box = bus.subscribe(TopicPath.ROOT, SubscriptionOptions.named("box"));
  private final Mailbox small =
      bus.subscribe(TopicPath.ROOT, SubscriptionOptions.named("small").holding(2, Overflow.BLOCK));

  @AfterEach
  void close() {
    safety.close();
    bus.close();
  }

  @Test
  void aDisarmThatFailsIsPublishedAsAnError() {
    bus.follow(gate);
    gate.handler(ComponentPath.of("motor"), "", _ -> HandlerResult.unsafe("stuck"));

    safety.arm(ARM);
    safety.disarm(ARM);

    assertThat(taken(box))
        .extracting(Delivery::payload)
        .containsExactly(
            new StateMachine.Transition("disarmed", "armed"),
            new StateMachine.Transition("armed", "disarming"),
            new StateMachine.Transition("disarming", "error"));
  }

  @Test
  void everyChangeOfTheStateIsPublishedOnTheStateMachinesPath() {
    bus.follow(gate);

    safety.arm(ARM);
    safety.disarm(ARM);
    safety.arm(ARM);
    safety.transitionToError(ARM, "a test");
    safety.forceDisarm(ARM);

    var all = taken(box);
    assertThat(all).extracting(Delivery::path).containsOnly(TopicPath.STATE_MACHINE);
    assertThat(all)
        .extracting(Delivery::payload)
        .containsExactly(
            new StateMachine.Transition("disarmed", "armed"),
            new StateMachine.Transition("armed", "disarming"),
            new StateMachine.Transition("disarming", "disarmed"),
            new StateMachine.Transition("disarmed", "armed"),
            new StateMachine.Transition("armed", "error"),
            new StateMachine.Transition("error", "disarmed"));
    assertThat(all.getFirst().envelope().frameId()).isEqualTo("state_machine");
    assertThat(all.getFirst().envelope().robot()).contains("arm");
    assertThat(all.getFirst().envelope().monotonicTime()).isEqualTo(42);
  }

  @Test
  void aReportedFaultIsPublishedAndChangesNoState() {
    bus.follow(gate);

    safety.reportError(ARM, ComponentPath.of("wrist.motor"), "It is hot");

    assertThat(taken(box))
        .singleElement()
        .satisfies(it -> assertThat(it.path()).isEqualTo(TopicPath.SAFETY_ERROR))
        .satisfies(it ->
            assertThat(it.payload())
                .isEqualTo(new SafetyReport.HardwareError(List.of("wrist", "motor"), "It is hot")));
  }

  @Test
  void aFullMailboxThatHoldsPublishersDoesNotHoldSafety() {
    bus.follow(gate);
    bus.publish(TopicPath.of("sensor.x"), new Note(1));
    bus.publish(TopicPath.of("sensor.x"), new Note(2));

    safety.arm(ARM);
    safety.disarm(ARM);

    assertThat(taken(small))
        .extracting(it -> it.payload().type())
        .containsOnly("state_machine.transition");
  }

  @Test
  void aClosedBusSwallowsWhatSafetyTells() {
    bus.follow(gate);
    bus.close();

    safety.arm(ARM);

    assertThat(gate.isArmed()).isTrue();
  }

  @Test
  void followsUntilItsRegistrationIsClosed() {
    bus.follow(gate).close();

    safety.arm(ARM);

    assertThat(taken(box)).isEmpty();
  }

  @Test
  void refusesTheGateOfAnotherRobot() {
    try (var other = Bus.open(Optional.of(new RobotId("leg")), BusOptions.of("test"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.follow(gate))
          .withMessage("This bus is that of leg, and the gate that of arm");
    }
  }

  private static List<Delivery> taken(Mailbox box) {
    var all = new ArrayList<Delivery>();
    for (var next = box.poll(); next.isPresent(); next = box.poll()) {
      all.add(next.get());
    }
    return all;
  }
}
