package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.law.Law;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.control.record.Cause;
import dev.terrarium.control.record.CycleReader;
import dev.terrarium.control.record.Overrun;
import dev.terrarium.control.record.OverrunCauses;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.control.sim.SimulatedFranka;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A law of one's own, a lambda, from the switch to what comes of it.
@Timeout(60)
class OwnLawTest {
  private static final RobotId ID = new RobotId("cell");

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ID, GateOptions.defaults());

  @AfterEach
  void close() {
    safety.close();
  }

  private ControlledArm started(Arm body) {
    safety.arm(ID);
    LoopOptions loop =
        LoopOptions.standard()
            .withoutRealTime()
            .withWarmUp(new WarmUp(100, Duration.ofSeconds(5)))
            .withRows(4096);
    ControlledArm arm = ControlledArm.of(body, gate, ArmOptions.standard().withLoop(loop));
    arm.start();
    return arm;
  }

  /// Damps, and takes its time in every thirtieth cycle.
  private static Law slow(Duration time, CountDownLatch after) {
    int[] calls = {0};
    return Law.of(
        "slow",
        (state, _, torques) -> {
          for (int joint = 0; joint < torques.length; joint++) {
            torques[joint] = -state.dq[joint];
          }
          calls[0]++;
          long until = System.nanoTime() + (calls[0] % 30 == 5 ? time.toNanos() : 0);
          while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
          }
          if (calls[0] > 20) {
            after.countDown();
          }
        });
  }

  @Test
  void takesOverInTheMiddleOfAMoveAndIsOneOfOnesOwn() {
    ControlledArm arm = started(new ElapsedArm());
    var move = arm.move(1, 1).toCompletableFuture();
    var after = new CountDownLatch(1);

    arm.switchTo(slow(Duration.ZERO, after));
    await(after);

    assertThat(move.join()).isEqualTo(new MoveEnd.Superseded("a switch to slow"));
    assertThat(arm.snapshot().law).isZero();
    assertThat(arm.stop().toCompletableFuture().join()).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void isToldAsTheCauseOfACycleThatTookFiveMilliseconds() {
    ControlledArm arm = started(new ElapsedArm());
    var found = new CompletableFuture<Overrun>();
    var after = new CountDownLatch(1);
    try (var causes = OverrunCauses.watch();
        var reader = CycleReader.start(arm.loop(), causes)) {
      reader.onOverrun(overrun -> {
        if (overrun.cause() == Cause.CONTROLLER) {
          found.complete(overrun);
        }
      });

      arm.switchTo(slow(Duration.ofMillis(5), after));
      await(after);
      Overrun overrun = found.join();

      assertThat(overrun.until() - overrun.from()).isGreaterThanOrEqualTo(5_000_000);
      assertThat(arm.snapshot().slow).isPositive();
      assertThat(arm.snapshot().missed).isGreaterThanOrEqualTo(4);
      assertThat(arm.stop().toCompletableFuture().join()).isInstanceOf(LoopEnd.Stopped.class);
    }
  }

  @Test
  void endsByTheArmsReflexIfItTakesTooLongForTheArm() {
    ControlledArm arm = started(SimulatedFranka.fr3());

    arm.switchTo(slow(Duration.ofMillis(60), new CountDownLatch(1)));
    LoopEnd end = arm.ended().toCompletableFuture().join();

    assertThat(end).isInstanceOf(LoopEnd.Reflexes.class);
    assertThat(Reflex.of(((LoopEnd.Reflexes) end).mask()))
        .contains(Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
