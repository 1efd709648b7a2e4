package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.control.law.Law;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A loop that can be disarmed no more, with a priority: it must not take the machine along.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LawThatNeverReturnsTest {
  private static final ArmOptions OPTIONS =
      ArmOptions.standard()
          .withLoop(
              LoopOptions.standard()
                  .withPriority(3)
                  .withLockedMemory(false)
                  .withWarmUp(new WarmUp(100, Duration.ofSeconds(5)))
                  .withRows(256));

  private final CountDownLatch stuck = new CountDownLatch(1);
  private volatile boolean isLetGo;

  @Test
  void leavesItsProcessorToTheNextLoopAfterADisarmThatFailed() throws InterruptedException {
    try (Safety safety = Safety.open()) {
      ControlledArm hung = started(safety, "first");
      assumeTrue(hung.loop().granted().scheduling().isGranted(), "no priority is granted here");
      hung.switchTo(Law.of("hung", (_, _, _) -> spin()));
      stuck.await();
      DisarmResult disarmed = safety.disarm(new RobotId("first"), Duration.ofMillis(50));

      ControlledArm next = started(safety, "next");
      LoopEnd end = next.stop().toCompletableFuture().join();

      assertThat(disarmed).isInstanceOf(DisarmResult.Failed.class);
      assertThat(end).isInstanceOf(LoopEnd.Stopped.class);
      isLetGo = true;
      assertThat(hung.ended().toCompletableFuture().join()).isInstanceOf(LoopEnd.SafetyLeft.class);
    } finally {
      isLetGo = true;
    }
  }

  private static ControlledArm started(Safety safety, String robot) {
    var id = new RobotId(robot);
    var gate = safety.register(id, GateOptions.defaults());
    safety.arm(id);
    ControlledArm arm = ControlledArm.of(new ElapsedArm(), gate, OPTIONS);
    arm.start();
    return arm;
  }

  private void spin() {
    stuck.countDown();
    while (!isLetGo) {
      Thread.onSpinWait();
    }
  }
}
