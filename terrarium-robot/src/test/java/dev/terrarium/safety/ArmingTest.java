package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArmingTest {
  private static final RobotId ARM = new RobotId("arm");

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());

  @AfterEach
  void close() {
    safety.close();
  }

  @Test
  void armsARobotThatIsDisarmed() {
    ArmResult result = safety.arm(ARM);

    assertThat(result).isInstanceOf(ArmResult.Armed.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ARMED);
    assertThat(gate.isArmed()).isTrue();
  }

  @Test
  void saysOfAnArmedRobotThatItIsArmedAlready() {
    safety.arm(ARM);

    ArmResult again = safety.arm(ARM);

    assertThat(again).isEqualTo(new ArmResult.AlreadyArmed());
  }

  @Test
  void refusesToArmWhileInError() {
    safety.arm(ARM);
    safety.transitionToError(ARM, "a test");

    ArmResult result = safety.arm(ARM);

    assertThat(result).isEqualTo(new ArmResult.InError());
  }

  @Test
  void saysOfARobotThatNobodyKnowsThatItIsNotRegistered() {
    RobotId stranger = new RobotId("stranger");

    assertThat(safety.arm(stranger)).isEqualTo(new ArmResult.NotRegistered());
    assertThat(safety.disarm(stranger)).isEqualTo(new DisarmResult.NotRegistered());
    assertThat(safety.forceDisarm(stranger)).isEqualTo(new ForceDisarmResult.NotRegistered());
    assertThat(safety.transitionToError(stranger, "a test"))
        .isEqualTo(new ErrorResult.NotRegistered());
    assertThat(safety.restart(stranger, ComponentPath.of("motor"), "a test"))
        .isEqualTo(new RestartResult.NotRegistered());
  }

  @Test
  void admitsNoPermitThatIsNull() {
    assertThat(gate.admits(null)).isFalse();
    safety.arm(ARM);
    assertThat(gate.admits(null)).isFalse();
  }

  @Test
  void readsARobotThatNobodyKnowsAsDisarmed() {
    assertThat(safety.state(new RobotId("stranger"))).isEqualTo(SafetyState.DISARMED);
    assertThat(safety.gate(new RobotId("stranger"))).isEmpty();
  }

  @Test
  void armsOnceWhenTwoThreadsArmAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 200; round++) {
        var start = new CyclicBarrier(2);
        Callable<ArmResult> arming =
            () -> {
              start.await();
              return safety.arm(ARM);
            };

        List<ArmResult> results = new ArrayList<>();
        for (var one : threads.invokeAll(List.of(arming, arming))) {
          results.add(one.get());
        }

        assertThat(results).filteredOn(ArmResult.Armed.class::isInstance).hasSize(1);
        assertThat(results).contains(new ArmResult.AlreadyArmed());
        safety.disarm(ARM);
      }
    }
  }

  @Test
  void aPermitIsValidAsLongAsTheArmingLasts() {
    safety.arm(ARM);
    Permit permit = gate.permit().orElseThrow();
    assertThat(permit.isValid()).isTrue();
    permit.require();

    safety.disarm(ARM);

    assertThat(permit.isValid()).isFalse();
    assertThat(gate.permit()).isEmpty();
    assertThatThrownBy(permit::require)
        .isInstanceOf(NotArmedException.class)
        .hasMessageContaining("arm is over")
        .hasMessageContaining("Gate.permit()");
  }

  @Test
  void aPermitOfAnEarlierArmingStaysInvalid() {
    safety.arm(ARM);
    Permit first = gate.permit().orElseThrow();
    safety.disarm(ARM);

    safety.arm(ARM);
    Permit second = gate.permit().orElseThrow();

    assertThat(first.isValid()).isFalse();
    assertThat(second.isValid()).isTrue();
    assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
  }

  @Test
  void admitsThePermitsOfItsOwnRobotAlone() {
    safety.arm(ARM);
    Permit own = gate.permit().orElseThrow();
    try (Safety another = Safety.open()) {
      another.register(ARM, GateOptions.defaults());
      another.arm(ARM);
      Permit foreign = another.gate(ARM).flatMap(Gate::permit).orElseThrow();

      assertThat(gate.admits(own)).isTrue();
      assertThat(foreign.isValid()).isTrue();
      assertThat(gate.admits(foreign)).isFalse();
    }
  }

  @Test
  void refusesASecondRobotOfTheSameName() {
    assertThatThrownBy(() -> safety.register(ARM, GateOptions.defaults()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("There is a robot 'arm' already");
  }

  @Test
  void refusesNamesThatAreNone() {
    for (String name : Set.of("", "Arm", "1arm", "left-arm", "arm ")) {
      assertThatThrownBy(() -> new RobotId(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "' is no name of a robot");
    }
    for (String path : Set.of("", ".", "a..b", "a.B")) {
      assertThatThrownBy(() -> ComponentPath.of(path))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no segment");
    }
  }
}
