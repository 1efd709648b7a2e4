package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.safety.DisarmResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How an arm comes under control and leaves it, with a loop that is real.
class ArmLifeTest extends LoopedArm {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void refusesToStartAfterItWasClosed() {
    ControlledArm arm = started();
    arm.close();
    now(arm.ended());

    assertThatIllegalStateException()
        .isThrownBy(arm::start)
        .withMessage(
            "the arm 'cell' has been closed: take it into care again by ControlledArm.of, and start that");
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

  /// A start on a thread of its own, of an arm that does not answer one of its reads.
  private final class StuckStart {
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final ControlledArm arm = new ControlledArm(joints, gate, OPTIONS, nanos::get);
    private final Thread thread = new Thread(this::start, "starts");

    StuckStart(int read) throws InterruptedException {
      safety.arm(ID);
      var reads = new AtomicInteger();
      joints.reads =
          () -> {
            if (reads.incrementAndGet() == read) {
              stuck.countDown();
              awaits(free);
            }
          };
      thread.start();
      stuck.await();
    }

    private void start() {
      try {
        arm.start();
        started.complete(null);
      } catch (RuntimeException e) {
        started.completeExceptionally(e);
      }
    }
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void waitsNoLongerForAnArmThatDoesNotAnswerWhenItIsDisarmed(int read)
      throws InterruptedException {
    var start = new StuckStart(read);

    DisarmResult result = safety.disarm(ID, Duration.ofMillis(50));

    assertThat(result).isInstanceOf(DisarmResult.Failed.class);
    assertThatThrownBy(start.started::join).hasCauseInstanceOf(DisarmedException.class);
    assertThatIllegalStateException()
        .isThrownBy(start.arm::state)
        .withMessageContaining("is being started");
    start.free.countDown();
    assertThat(now(start.arm.ended())).isInstanceOf(LoopEnd.SafetyLeft.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void waitsNoLongerForAnArmThatDoesNotAnswerWhenItIsInterrupted(int read)
      throws InterruptedException {
    var start = new StuckStart(read);
    assertThatIllegalStateException()
        .isThrownBy(start.arm::start)
        .withMessage("the arm 'cell' is being started: wait until it is");

    start.thread.interrupt();

    assertThatThrownBy(start.started::join)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the start of the arm 'cell' was interrupted: it is stopped");
    start.free.countDown();
    assertThat(now(start.arm.ended())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void waitsForAStartNoLongerThanItsBoundAndSaysWhereEachLoopStands() throws InterruptedException {
    var start = new StuckStart(1);

    nanos.addAndGet(Duration.ofSeconds(36).toNanos());

    assertThatThrownBy(start.started::join)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "the arm 'cell' had no first cycle within 35 s, and is stopped as soon as it can be."
                + " The loops of this process:")
        .hasMessageContaining(
            "terrarium-control-elapsed at dev.terrarium.control.ArmLifeTest.awaits(ArmLifeTest.java:");
    start.free.countDown();
    assertThat(now(start.arm.ended())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void saysWhoArmsARobotThatWasDisarmedDuringTheStart() {
    safety.arm(ID);
    ControlledArm arm = ControlledArm.of(joints, gate, OPTIONS);
    joints.rehearses = () -> safety.transitionToError(ID, "a test");

    assertThatExceptionOfType(DisarmedException.class)
        .isThrownBy(arm::start)
        .withMessageContaining("its robot is in error. Its operator");
    assertThat(joints.begun).isZero();
  }

  @Test
  @SuppressWarnings("NullAway") // What is tested.
  void refusesNothingWithASentence() {
    ControlledArm arm = started();

    List<ThrowingCallable> commands =
        List.of(
            () -> arm.switchTo((Law) null),
            () -> arm.switchTo((String) null),
            () -> arm.aim(null),
            () -> arm.aim(Target.joints(0, 0), null),
            () -> arm.aim(Target.joints((double[]) null)),
            () -> arm.gain(null, 1, 1),
            () -> arm.gain(Gains.Name.KP, (double[]) null),
            () -> arm.gains(null),
            () -> arm.tool((double[]) null),
            () -> arm.move((double[]) null),
            () -> arm.move(new double[2], null),
            () -> arm.run(null, PolicyOptions.standard()),
            () -> arm.run(_ -> new CompletableFuture<>(), null));

    assertThat(commands)
        .allSatisfy(command ->
            assertThatNullPointerException()
                .isThrownBy(command)
                .withMessageMatching(".* (is|are) .*, not null"));
    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void tellsThatAJointStillMovedWhenTheLoopLetGoOfTheArm() {
    List<LoopEnd> faults = new CopyOnWriteArrayList<>();
    safety.arm(ID);
    var loop = OPTIONS.loop().withSettle(Duration.ofMillis(1));
    var options = OPTIONS.withLoop(loop).withFaults(faults::add);
    ControlledArm arm = ControlledArm.of(joints, gate, options);
    arm.start();
    arm.switchTo("torque");
    arm.aim(Target.torques(10, 0));
    while (arm.state().dq[0] < 1) {
      Thread.onSpinWait();
    }

    LoopEnd end = now(arm.stop());

    assertThat(end).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(end.words())
        .matches(
            "the loop was stopped, and joint 1 moved at [0-9.]+ rad/s when the loop let go of the arm");
    assertThat(faults).containsExactly(end);
  }

  @Test
  void givesWayIfAPolicyNeverAnswers() {
    ControlledArm arm = started();

    arm.run(_ -> new CompletableFuture<>(), new PolicyOptions(100, Duration.ofMillis(20)));
    while (arm.snapshot().law != Order.YIELDS) {
      Thread.onSpinWait();
    }

    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void namesTheLawThatEndedTheLoopWhenItIsStartedAgainAndHowToChooseAnother() {
    ControlledArm arm = started();
    arm.switchTo(
        Law.of(
            "own",
            (_, _, _) -> {
              throw new UnsupportedOperationException("not this");
            }));
    now(arm.ended());

    assertThatIllegalStateException()
        .isThrownBy(arm::start)
        .withMessageMatching(
            "the law 'own' \\(switchTo chooses another\\) threw something in cycle [0-9]+ of its rehearsal, .*: not this");
    arm.switchTo("impedance");
    arm.start();
    assertThat(now(arm.stop())).isInstanceOf(LoopEnd.Stopped.class);
  }
}
