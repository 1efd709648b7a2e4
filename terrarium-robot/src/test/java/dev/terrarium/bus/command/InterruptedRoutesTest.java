package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Who is interrupted while a command arms or disarms for him.
class InterruptedRoutesTest {
  @Test
  void anInterruptOfWhoeverArmsOrDisarmsStopsNeither() {
    try (var robot = new Robot(CommandSet.builder().withArmAndDisarm().build())) {
      Thread.currentThread().interrupt();
      assertThat(robot.safety.arm(Robot.ID)).isInstanceOf(ArmResult.Armed.class);
      assertThat(robot.safety.disarm(Robot.ID)).isInstanceOf(DisarmResult.Disarmed.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(robot.gate.state()).isEqualTo(SafetyState.DISARMED);
    }
  }

  @Test
  void aHandlerThatDisarmsIsEndedByTheCommandThatDisarmsAndTheRobotIsDisarmed() {
    var result = new AtomicReference<DisarmResult>();
    var safety = new AtomicReference<Safety>();
    var set =
        CommandSet.builder()
            .withArmAndDisarm()
            .command(
                CommandDefinition.of(
                        "move",
                        context -> {
                          result.set(safety.get().disarm(Robot.ID));
                          return CommandResult.ok();
                        })
                    .build())
            .build();

    try (var robot = Robot.armed(set)) {
      safety.set(robot.safety);
      Robot.left(robot.execute("move"));

      assertThat(result.get()).isInstanceOf(DisarmResult.Disarmed.class);
      assertThat(robot.gate.state()).isEqualTo(SafetyState.DISARMED);
    }
  }
}
