package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeavingTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final RobotId OTHER = new RobotId("other");
  private static final ComponentPath MOTOR = ComponentPath.of("motor");

  private final LoggedLines log = new LoggedLines();
  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final List<RobotId> handled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    safety.close();
    log.close();
  }

  @Test
  void aRobotThatIsUnregisteredIsStoppedAndForgottenWithItsHandlers() {
    handler(gate);
    safety.arm(ARM);
    Permit permit = gate.permit().orElseThrow();

    List<HandlerFailure> failures = safety.unregister(ARM);

    assertThat(failures).isEmpty();
    assertThat(handled).containsExactly(ARM);
    assertThat(permit.isValid()).isFalse();
    assertThat(safety.gate(ARM)).isEmpty();
    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.NotRegistered());
    Gate anew = safety.register(ARM, GateOptions.defaults());
    safety.arm(ARM);
    safety.disarm(ARM);
    assertThat(handled).hasSize(1);
    assertThat(anew.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void handlersRunWhenARobotIsUnregisteredInAnyState() {
    handler(gate);
    safety.unregister(ARM);
    Gate failed = safety.register(OTHER, GateOptions.defaults());
    handler(failed);
    safety.arm(OTHER);
    safety.transitionToError(OTHER, "smoke");

    safety.unregister(OTHER);

    assertThat(handled).containsExactly(ARM, OTHER);
  }

  @Test
  void aRobotWhoseHandlersFailIsForgottenToo() {
    gate.handler(MOTOR, "", _ -> HandlerResult.unsafe("relay stuck"));
    safety.arm(ARM);

    List<HandlerFailure> failures = safety.unregister(ARM);

    assertThat(failures)
        .containsExactly(
            new HandlerFailure(MOTOR, new HandlerFailure.ReturnedError("relay stuck")));
    assertThat(safety.state(ARM)).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void isNotArmedWhileItLeaves() {
    List<ArmResult> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          results.add(safety.arm(ARM));
          return HandlerResult.safe();
        });

    safety.unregister(ARM);

    assertThat(results).containsExactly(new ArmResult.NotRegistered());
  }

  @Test
  void takesNoHandlerAfterItHasLeft() {
    safety.unregister(ARM);

    assertThatThrownBy(() -> gate.handler(MOTOR, "", _ -> HandlerResult.safe()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The robot 'arm' was unregistered");
  }

  @Test
  void unregisteringAStrangerDoesNothing() {
    assertThat(safety.unregister(OTHER)).isEmpty();
  }

  @Test
  void closingStopsEveryRobotThatMayMoveAllAtOnce() {
    Gate other = safety.register(OTHER, GateOptions.defaults());
    var together = new CyclicBarrier(2);
    for (Gate its : List.of(gate, other)) {
      its.handler(
          MOTOR,
          its.robot(),
          robot -> {
            together.await();
            handled.add(robot);
            return HandlerResult.safe();
          });
      safety.arm(its.robot());
    }

    safety.close();

    assertThat(handled).containsExactlyInAnyOrder(ARM, OTHER);
    assertThat(safety.state(ARM)).isEqualTo(SafetyState.DISARMED);
    assertThat(safety.state(OTHER)).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void closingLeavesRobotsAloneThatDoNotMove() {
    handler(gate);

    safety.close();

    assertThat(handled).isEmpty();
  }

  @Test
  void nothingIsArmedOrRegisteredAfterClosing() {
    safety.close();
    safety.close();

    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.NotRegistered());
    assertThatThrownBy(() -> safety.register(OTHER, GateOptions.defaults()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("This Safety is closed");
  }

  @Test
  void aHandlerMayUnregisterItsOwnRobot() {
    List<List<HandlerFailure>> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          results.add(safety.unregister(ARM));
          return HandlerResult.safe();
        });
    safety.arm(ARM);

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
    assertThat(results).containsExactly(List.of());
    assertThat(safety.gate(ARM)).isEmpty();
  }

  private void handler(Gate its) {
    its.handler(
        MOTOR,
        its.robot(),
        robot -> {
          handled.add(robot);
          return HandlerResult.safe();
        });
  }
}
