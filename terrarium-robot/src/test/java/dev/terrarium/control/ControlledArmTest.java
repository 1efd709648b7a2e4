package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.Fault;
import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An arm whose loop is real, and whose time is.
class ControlledArmTest extends LoopedArm {
  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Law spins(AtomicInteger calls, int from, Runnable what) {
    return Law.of(
        "own",
        (_, _, torques) -> {
          Arrays.fill(torques, 0);
          if (calls.incrementAndGet() == from) {
            what.run();
          }
        });
  }

  @Test
  void refusesToStartADisarmedRobotAndSaysWhoArmsIt() {
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);

    assertThatExceptionOfType(DisarmedException.class)
        .isThrownBy(arm::start)
        .withMessage(
            "the arm 'cell' was not started: its robot is disarmed. Its operator arms it, outside scripts, by Safety.arm(robot); then start it again");
    assertThat(joints.begun).isZero();
  }

  @Test
  void refusesToStartARobotInError() {
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);
    safety.arm(ID);
    safety.transitionToError(ID, "a test");

    assertThatExceptionOfType(DisarmedException.class)
        .isThrownBy(arm::start)
        .withMessageContaining("its robot is in error. Its operator looks at it and, outside")
        .satisfies(refusal -> assertThat(refusal.state()).isEqualTo(SafetyState.ERROR));
  }

  @Test
  void refusesCommandsBeforeItIsStarted() {
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);

    assertThatIllegalStateException()
        .isThrownBy(() -> arm.move(0, 0))
        .withMessage("the arm 'cell' has not been started: start it first");
    assertThatIllegalStateException().isThrownBy(arm::stop);
    assertThatIllegalStateException().isThrownBy(arm::state);
  }

  @Test
  void wantsItToStayAsItStandsBeforeItIsStarted() {
    joints.q[0] = 0.3;
    joints.q[1] = -0.2;
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);

    Setting setting = arm.setting();

    assertThat(setting.qDesired(0)).isEqualTo(0.3);
    assertThat(setting.initialQ(1)).isEqualTo(-0.2);
    assertThat(setting.eeDesired(15)).isEqualTo(1);
    assertThat(joints.begun).isZero();
  }

  @Test
  void refusesASecondStartAndLeavesTheFirstAlone() {
    ControlledArm arm = started();

    assertThatIllegalStateException()
        .isThrownBy(arm::start)
        .withMessageContaining("'cell' has been started: stop it, and wait for its end");

    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(joints.begun).isEqualTo(1);
  }

  @Test
  void startsAgainAfterItsEnd() {
    ControlledArm arm = started();
    now(arm.stop());

    arm.start();
    now(arm.stop());

    assertThat(joints.begun).isEqualTo(2);
    assertThat(joints.ended).isEqualTo(2);
  }

  @Test
  void startsAfterAStartThatFailed() {
    safety.arm(ID);
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);
    arm.switchTo(Law.of("broken", (_, _, torques) -> torques[0] = Double.NaN));
    assertThatIllegalStateException()
        .isThrownBy(arm::start)
        .withMessageContaining("gave NaN as the torque of joint 1");

    arm.switchTo("impedance");
    arm.start();

    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(joints.begun).isEqualTo(1);
  }

  @Test
  void movesAndTellsThatItHasArrived() {
    ControlledArm arm = started();
    arm.gain(Gains.Name.KD, 18, 18);

    MoveEnd end = now(arm.move(new double[] {0.1, -0.1}, Bench.QUICK));

    assertThat(end).isInstanceOf(MoveEnd.Arrived.class);
    assertThat(arm.state().q[0]).isCloseTo(0.1, within(0.05));
    now(arm.stop());
  }

  @Test
  void refusesAMoveOutsideLimitsWithASentence() {
    ControlledArm arm = started();

    assertThat(now(arm.move(0, 4)))
        .isEqualTo(
            new MoveEnd.Refused(
                2,
                "joint 2 cannot be moved: its goal is 4.0 rad; expected a position between -3.0 and 3.0 rad"));
    assertThat(now(arm.move(Double.NaN, 0)).words()).contains("joint 1 cannot be moved");
    assertThatIllegalArgumentException().isThrownBy(() -> arm.move(0));
    now(arm.stop());
  }

  @Test
  void tellsAMoveThatASwitchCameInItsMiddle() {
    ControlledArm arm = started();
    CompletionStage<MoveEnd> move = arm.move(1, 1);

    arm.switchTo("osc_damped");

    assertThat(now(move)).isEqualTo(new MoveEnd.Superseded("a switch to osc_damped"));
    now(arm.stop());
  }

  @Test
  void tellsAMoveThatTheLoopHasEnded() {
    ControlledArm arm = started();
    CompletionStage<MoveEnd> move = arm.move(1, 1);

    now(arm.stop());

    assertThat(now(move)).isInstanceOf(MoveEnd.Ended.class);
  }

  @Test
  void stopsFromWithinALaw() {
    ControlledArm arm = started();
    arm.switchTo(spins(new AtomicInteger(), 5, arm::stop));

    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void disarmsFromWithinALawWithoutWaitingForItself() throws InterruptedException {
    ControlledArm arm = started();
    var disarmed = new CountDownLatch(1);
    gate.listen(change -> {
      if (change.to() == SafetyState.DISARMED) {
        disarmed.countDown();
      }
    });
    var result = new CompletableFuture<DisarmResult>();

    arm.switchTo(spins(new AtomicInteger(), 5, () -> result.complete(safety.disarm(ID))));

    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.SafetyLeft.class);
    assertThat(result.join()).isInstanceOf(DisarmResult.AlreadyDisarming.class);
    disarmed.await();
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void isStoppedByItsPolicy() {
    ControlledArm arm = started();

    PolicyRun run =
        arm.run(
            _ -> {
              arm.stop();
              return CompletableFuture.completedStage(Target.joints(0, 0));
            },
            PolicyOptions.standard());

    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(now(run.ended())).isInstanceOf(PolicyEnd.ArmEnded.class);
  }

  @Test
  void isStoppedStartedAndClosedByWhatDependsOnItsEnd() {
    ControlledArm arm = started();
    CompletionStage<Void> then =
        arm.ended()
            .thenAccept(_ -> {
              now(arm.stop());
              arm.start();
              arm.close();
            });

    arm.stop();

    now(then);
    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(joints.begun).isEqualTo(2);
  }

  @Test
  void aDisarmWaitsUntilTheArmIsAtRest() {
    ControlledArm arm = started();
    arm.move(1, 1);
    var endedAtDisarm = new AtomicInteger();
    gate.listen(change -> {
      if (change.to() == SafetyState.DISARMED) {
        endedAtDisarm.set(joints.ended);
      }
    });

    DisarmResult result = safety.disarm(ID);

    assertThat(result).isInstanceOf(DisarmResult.Disarmed.class);
    assertThat(endedAtDisarm).hasValue(1);
    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.SafetyLeft.class);
  }

  @Test
  void aDisarmFailsIfALawNeverReturns() {
    ControlledArm arm = started();
    var stuck = new CountDownLatch(1);
    var never = new AtomicBoolean(true);
    arm.switchTo(
        spins(
            new AtomicInteger(),
            5,
            () -> {
              stuck.countDown();
              while (never.get()) {
                Thread.onSpinWait();
              }
            }));
    awaits(stuck);

    DisarmResult result = safety.disarm(ID, Duration.ofMillis(50));

    assertThat(result).isInstanceOf(DisarmResult.Failed.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    never.set(false);
    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.SafetyLeft.class);
  }

  @Test
  void commandsOfManyThreadsTakeEffectWhole() {
    ControlledArm arm = started();
    List<CompletableFuture<Void>> callers = new ArrayList<>();

    for (int caller = 0; caller < 4; caller++) {
      double q = 0.1 * caller;
      callers.add(
          CompletableFuture.runAsync(() -> {
            for (int round = 0; round < 25; round++) {
              arm.aim(Target.joints(q, q), Duration.ofMillis(50));
              arm.switchTo(round % 2 == 0 ? "pid" : "osc_damped");
              arm.move(new double[] {q, -q}, Bench.QUICK);
              arm.gain(Gains.Name.KD, 10, 10);
            }
          }));
    }
    callers.forEach(CompletableFuture::join);
    MoveEnd last = now(arm.move(new double[] {0, 0}, Bench.QUICK));

    assertThat(last).isInstanceOf(MoveEnd.Arrived.class);
    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void tellsSafetyOfALawThatThrows() {
    List<FaultReport> reports = Collections.synchronizedList(new ArrayList<>());
    gate.listen(
        new SafetyListener() {
          @Override
          public void changed(Transition transition) {}

          @Override
          public void reported(FaultReport report) {
            reports.add(report);
          }
        });
    ControlledArm arm =
        started(
            OPTIONS.withFaults(end -> {
              var _ = safety.transitionToError(ID, end.words());
            }));

    arm.switchTo(
        spins(
            new AtomicInteger(),
            5,
            () -> {
              throw new UnsupportedOperationException("not this");
            }));

    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.ControllerFailed.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(reports)
        .singleElement()
        .extracting(FaultReport::fault)
        .isInstanceOf(Fault.DeviceError.class);
  }

  @Test
  void endsAlsoIfWhoIsToldOfFaultsDisarmsOrThrows() {
    ControlledArm arm =
        started(
            OPTIONS.withFaults(_ -> {
              var _ = safety.disarm(ID);
              throw new IllegalStateException("a listener of a test");
            }));

    joints.reflexes = Reflex.JOINT_REFLEX.mask();

    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.Reflexes.class);
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void goesOnAfterALawThatTookFiveMilliseconds() {
    ControlledArm arm = started();
    var calls = new AtomicInteger();
    var later = new CountDownLatch(1);
    Law slow =
        Law.of(
            "slow",
            (_, _, torques) -> {
              Arrays.fill(torques, 0);
              long until = System.nanoTime() + (calls.incrementAndGet() == 5 ? 5_000_000 : 0);
              while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
              }
              if (calls.get() == 20) {
                later.countDown();
              }
            });

    arm.switchTo(slow);
    awaits(later);

    assertThat(arm.snapshot().slow).isPositive();
    assertThat(arm.snapshot().missed).isGreaterThanOrEqualTo(4);
    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void aTripEndsTheLoopWhileThePolicyIsStuck() throws InterruptedException {
    ControlledArm arm = started();
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    PolicyRun run =
        arm.run(
            _ -> {
              asked.countDown();
              while (never.getCount() > 0) {
                Thread.onSpinWait(); // As work in C does, which no interrupt reaches.
              }
              return CompletableFuture.completedStage(Target.joints(0, 0));
            },
            PolicyOptions.standard());
    asked.await();

    DisarmResult result = safety.disarm(ID);

    assertThat(result).isInstanceOf(DisarmResult.Disarmed.class);
    assertThat(now(arm.ended())).isInstanceOf(LoopEnd.SafetyLeft.class);
    assertThat(now(run.ended())).isInstanceOf(PolicyEnd.ArmEnded.class);
    never.countDown();
  }

  @Test
  void givesWayWhenAPolicyFailsAndGoesOn() {
    ControlledArm arm = started();
    PolicyRun run =
        arm.run(
            seen -> {
              if (seen.number() == 3) {
                throw new IllegalStateException("no idea");
              }
              return CompletableFuture.completedStage(Target.joints(0.1, 0.1));
            },
            new PolicyOptions(100, Duration.ofSeconds(1)));

    PolicyEnd end = now(run.ended());
    while (arm.snapshot().law != Order.YIELDS) {
      Thread.onSpinWait();
    }

    assertThat(end).isInstanceOf(PolicyEnd.Failed.class);
    assertThat(run.counts().taken()).isEqualTo(2);
    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void takesOneDisarmHandlerForAComponentAndGivesItBack() {
    ControlledArm first = ControlledArm.of(joints, gate, OPTIONS);
    assertThatIllegalStateException().isThrownBy(() -> ControlledArm.of(joints, gate, OPTIONS));

    first.close();

    ControlledArm.of(joints, gate, OPTIONS).close();
  }

  @Test
  void choosesTheLawToBeginWith() {
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);
    safety.arm(ID);

    arm.switchTo(Laws.gravityCompensation());
    arm.start();

    assertThat(arm.snapshot().law).isEqualTo(6);
    now(arm.stop());
  }
}
