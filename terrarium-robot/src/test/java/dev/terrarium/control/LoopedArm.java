package dev.terrarium.control;

import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;

/// What tests of an arm have whose loop is real, and asks for no privileges.
abstract class LoopedArm {
  static final RobotId ID = new RobotId("cell");
  static final ArmOptions OPTIONS =
      ArmOptions.standard()
          .withLoop(
              LoopOptions.standard()
                  .withoutRealTime()
                  .withWarmUp(new WarmUp(100, Duration.ofSeconds(5)))
                  .withRows(256));

  final Safety safety = Safety.open();
  final Gate gate = safety.register(ID, GateOptions.defaults());
  final ElapsedArm joints = new ElapsedArm();

  @AfterEach
  void close() {
    safety.close();
  }

  ControlledArm started() {
    return started(OPTIONS);
  }

  ControlledArm started(ArmOptions options) {
    safety.arm(ID);
    ControlledArm arm = ControlledArm.of(joints, gate, options);
    arm.start();
    return arm;
  }

  static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
