package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.control.law.Law;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How an arm comes under control and leaves it, with a loop that is real.
class ArmLifeTest {
  private static final RobotId ID = new RobotId("cell");
  private static final ArmOptions OPTIONS =
      ArmOptions.standard()
          .withLoop(
              LoopOptions.standard()
                  .withoutRealTime()
                  .withWarmUp(new WarmUp(100, Duration.ofSeconds(5)))
                  .withRows(256));

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ID, GateOptions.defaults());
  private final ElapsedArm joints = new ElapsedArm();

  @AfterEach
  void close() {
    safety.close();
  }

  private ControlledArm started() {
    safety.arm(ID);
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);
    arm.start();
    return arm;
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void refusesToStartAfterItWasClosed() {
    ControlledArm arm = started();
    arm.close();
    now(arm.ended());

    assertThatIllegalStateException()
        .isThrownBy(arm::start)
        .withMessage(
            "the arm 'elapsed' has been closed: take it into care again by ControlledArm.of, and start that");
    assertThat(joints.begun).isEqualTo(1);
  }

  @Test
  void hasGivenItsDisarmHandlerBackWhenItHasEnded() {
    ControlledArm arm = started();

    arm.close();
    CompletionStage<Void> then =
        arm.ended().thenAccept(_ -> ControlledArm.of(joints, gate, OPTIONS).close());

    now(then);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void endsByALawThatGivesNoFiniteTorque(double torque) {
    ControlledArm arm = started();

    arm.switchTo(
        Law.of(
            "own",
            (_, _, torques) -> {
              torques[0] = 1;
              torques[1] = torque;
            }));

    assertThat(now(arm.ended()).words())
        .isEqualTo("the controller gave " + torque + " for joint 2: expected a finite torque");
  }
}
