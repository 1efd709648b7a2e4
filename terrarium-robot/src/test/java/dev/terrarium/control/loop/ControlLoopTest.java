package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.safety.NotArmedException;
import dev.terrarium.safety.SafetyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A loop on its own thread: how it starts, and every way in which it ends.
@Timeout(60)
class ControlLoopTest {
  private static final LoopOptions OPTIONS =
      LoopOptions.standard()
          .withoutRealTime()
          .withRows(256)
          .withWarmUp(new WarmUp(0, Duration.ZERO));

  private final ArmedRobot robot = new ArmedRobot();
  private final SteppedArm arm = SteppedArm.ofTwo();

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void runsUntilItIsStoppedAndLetsGoOfTheArm() throws InterruptedException {
    var cycles = new CountDownLatch(20);
    var threads = new CompletableFuture<Thread>();
    ControlLoop loop =
        start((_, torques) -> {
          torques[0] = 0;
          torques[1] = 0;
          threads.complete(Thread.currentThread());
          cycles.countDown();
        });

    cycles.await();
    loop.stop();
    LoopEnd end = ended(loop);

    assertThat(end).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(end.last()).isNotEmpty();
    assertThat(threads.join().getName()).isEqualTo("terrarium-control-stepped");
    assertThat(threads.join().isDaemon()).isTrue();
    assertThat(arm.begun).isEqualTo(1);
    assertThat(arm.ended).isEqualTo(1);
  }

  @Test
  void endsWithTheSafeTorqueWhenTheRobotIsDisarmed() throws InterruptedException {
    arm.dq[0] = 0.5;
    var cycles = new CountDownLatch(20);
    ControlLoop loop =
        start((_, torques) -> {
          torques[0] = 0.1;
          torques[1] = 0.1;
          cycles.countDown();
        });
    cycles.await();

    robot.trip();
    LoopEnd end = ended(loop);

    assertThat(end).isInstanceOf(LoopEnd.SafetyLeft.class);
    assertThat(((LoopEnd.SafetyLeft) end).state()).isEqualTo(SafetyState.DISARMED);
    assertThat(Math.abs(arm.dq[0])).isLessThan(SafeTorque.REST);
    assertThat(loop.ring().last(10))
        .allSatisfy(row -> assertThat(row.permit).isZero())
        .allSatisfy(row -> assertThat(CycleFlag.SAFE.isIn(row.flags)).isTrue());
  }

  @Test
  void refusesAPermitThatIsOverAndLeavesTheArmAlone() {
    robot.trip();

    assertThatExceptionOfType(NotArmedException.class)
        .isThrownBy(() -> start(Steps.always(0)))
        .withMessageContaining("This permit to move arm is over");
    assertThat(arm.begun).isZero();
  }

  @Test
  void refusesThePermitOfAnotherRobot() {
    try (var other = new ArmedRobot()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ControlLoop.start(arm, Steps.always(0), other.gate, robot.permit, OPTIONS))
          .withMessageContaining("expected the gate's own, as Gate.permit() gives it");
    }
  }

  @Test
  void doesNotTouchTheArmIfThePermitEndsDuringTheRehearsal() {
    assertThatExceptionOfType(NotArmedException.class)
        .isThrownBy(() -> rehearsed((_, torques) -> robot.trip()));
    assertThat(arm.begun).isZero();
  }

  @Test
  void doesNotTouchTheArmIfTheControllerFailsInItsRehearsal() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            rehearsed((_, _) -> {
              throw new UnsupportedOperationException("not yet");
            }))
        .withMessageContaining("the controller threw something in cycle ")
        .withMessageContaining("of its rehearsal, and the arm was left alone")
        .withCauseInstanceOf(UnsupportedOperationException.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> rehearsed(Steps.always(Double.NaN)))
        .withMessageContaining("gave NaN as the torque of joint 1");
    assertThat(arm.begun).isZero();
  }

  @Test
  void doesNotTouchAnArmThatGivesWhatIsNoNumberInTheRehearsal() {
    arm.q[0] = Double.NaN;

    assertThatExceptionOfType(ArmException.class)
        .isThrownBy(() -> rehearsed(Steps.always(0)))
        .withMessageContaining("'stepped' gave NaN as q of joint 1");
    assertThat(arm.begun).isZero();
  }

  @Test
  void refusesToRehearseWithTheArmItself() {
    arm.hasRehearsal = false;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rehearsed(Steps.always(0)))
        .withMessage(
            "rehearsal() of the arm 'stepped' returned the arm itself: expected another arm, in memory, that stands as it does");
    assertThat(arm.begun).isZero();
  }

  @Test
  void rehearsesWithAnotherArmFirst() {
    var calls = new AtomicInteger();

    ControlLoop loop =
        rehearsed((_, torques) -> {
          torques[0] = 0;
          torques[1] = 0;
          calls.incrementAndGet();
        });
    loop.stop();
    ended(loop);

    assertThat(calls.get()).isGreaterThan(300);
    assertThat(arm.writes()).isLessThan(calls.get());
    assertThat(loop.ring().last(1).getFirst().cycle).isLessThan(calls.get());
  }

  @Test
  void refusesASecondLoopForTheArmUntilTheFirstHasEnded() {
    ControlLoop first = start(Steps.always(0));

    assertThatIllegalStateException()
        .isThrownBy(() -> start(Steps.always(0)))
        .withMessage(
            "the arm 'stepped' is moved by another loop: stop that one, and wait for its end");

    first.stop();
    ended(first);
    ControlLoop second = start(Steps.always(0));
    second.stop();
    assertThat(ended(second)).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(arm.begun).isEqualTo(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsNoRingMappedOfALoopThatIsClosedAndHasEnded(@TempDir Path folder) throws IOException {
    Path ring = folder.resolve("ring");
    ControlLoop loop =
        ControlLoop.start(arm, Steps.always(0), robot.gate, robot.permit, OPTIONS.withRing(ring));
    assertThat(Files.readString(Path.of("/proc/self/maps"))).contains(ring.toString());
    BoardState state = loop.board().room();

    loop.stop();
    ended(loop);
    assertThat(loop.ring().last(1)).hasSize(1);
    loop.close();

    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(ring.toString());
    assertThat(loop.ring().last(1)).isEmpty();
    assertThat(loop.ring().written()).isPositive();
    assertThat(loop.board().read(state)).isTrue();
  }

  @Test
  void tellsTheLastCyclesOfALoopThatIsClosedWhileItRuns() {
    ControlLoop loop = start(Steps.always(0));

    loop.close();

    assertThat(ended(loop)).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(ended(loop).last()).isNotEmpty();
  }

  @Test
  void refusesAFileThatAnotherLoopPublishesInUntilThatHasEnded(@TempDir Path folder)
      throws IOException {
    LoopOptions published = OPTIONS.withBoard(folder.resolve("one"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    ControlLoop first =
        ControlLoop.start(arm, Steps.always(0), robot.gate, robot.permit, published);
    SteppedArm other = SteppedArm.ofTwo();
    LoopOptions same = OPTIONS.withRing(link.resolve("one"));

    assertThatIllegalStateException()
        .isThrownBy(() -> ControlLoop.start(other, Steps.always(0), robot.gate, robot.permit, same))
        .withMessage(
            link.resolve("one")
                + " is what another loop publishes in: expected a file of this loop's own");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ControlLoop.start(arm, Steps.always(0), robot.gate, robot.permit, published))
        .withMessageContaining("is moved by another loop");

    assertThat(StateBoard.open(folder.resolve("one")).joints()).isEqualTo(2);
    first.stop();
    ended(first);
    ControlLoop second = ControlLoop.start(other, Steps.always(0), robot.gate, robot.permit, same);
    second.stop();
    assertThat(ended(second)).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void tellsThatTheArmCannotBeControlled() {
    arm.failsToBegin = new ArmException("the brakes are closed: open them first");

    assertThatExceptionOfType(ArmException.class)
        .isThrownBy(() -> start(Steps.always(0)))
        .withMessage("the brakes are closed: open them first");
  }

  @Test
  void tellsWhatTheControllerThrewWhenItWasLive() {
    var thrown = new IllegalStateException("late");
    ControlLoop loop =
        start((_, torques) -> {
          torques[0] = 0;
          torques[1] = 0;
          if (arm.writes() == 5) {
            throw thrown;
          }
        });

    LoopEnd end = ended(loop);

    assertThat(((LoopEnd.ControllerFailed) end).cause()).isSameAs(thrown);
    assertThat(end.last()).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void publishesItsStateWhileItRuns() throws InterruptedException {
    var cycles = new CountDownLatch(20);
    ControlLoop loop =
        start(
            new Controller() {
              @Override
              public void begin(ArmState state) {}

              @Override
              public void torques(ArmState state, double[] torques) {
                torques[0] = 0;
                torques[1] = 0;
                cycles.countDown();
              }

              @Override
              public long law() {
                return 3;
              }

              @Override
              public int extras() {
                return 1;
              }

              @Override
              public void extras(double[] into) {
                into[0] = 4.5;
              }
            });
    cycles.await();

    BoardState state = loop.board().room();
    boolean isRead = loop.board().read(state);
    loop.stop();
    ended(loop);

    assertThat(isRead).isTrue();
    assertThat(state.law).isEqualTo(3);
    assertThat(state.extras).containsExactly(4.5);
    assertThat(LoopPhase.of(state.phase)).isEqualTo(LoopPhase.LIVE);
    assertThat(loop.board().read(state)).isTrue();
    assertThat(LoopPhase.of(state.phase)).isEqualTo(LoopPhase.ENDED);
  }

  @Test
  void tellsWhatItWasGrantedAndWhatNot() {
    var system = new FakeSystem();
    system.grants = false;
    var loop =
        ControlLoop.start(
            new ControlLoop.Robot(arm, Steps.always(0), robot.gate, robot.permit),
            OPTIONS.withRealTime(RealTime.standard()),
            new LoopClock.OfSystem(Duration.ZERO),
            system);

    assertThat(loop.granted().isRealTime()).isFalse();
    assertThat(loop.granted().scheduling().words()).contains("Operation not permitted");
    loop.stop();
    assertThat(ended(loop)).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void runsOnTheOnlyProcessorThatThereIsAndSaysSo() {
    var system = new FakeSystem();
    system.processors = BitSet.valueOf(new long[] {1});

    ControlLoop loop =
        ControlLoop.start(
            new ControlLoop.Robot(arm, Steps.always(0), robot.gate, robot.permit),
            OPTIONS.withRealTime(RealTime.standard()),
            new LoopClock.OfSystem(Duration.ZERO),
            system);
    loop.stop();

    assertThat(ended(loop)).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(loop.granted().lines())
        .contains(
            "affinity: not asked: this process has one processor only, {0}, which all its threads share");
  }

  /// Where the system grants it, as to root; where it does not, the loop says so and runs.
  @Test
  @EnabledOnOs(OS.LINUX)
  void runsWithWhatTheSystemGrants() throws InterruptedException {
    var cycles = new CountDownLatch(100);
    var loop =
        ControlLoop.start(
            arm,
            (Steps)
                (_, torques) -> {
                  torques[0] = 0;
                  torques[1] = 0;
                  cycles.countDown();
                },
            robot.gate,
            robot.permit,
            OPTIONS.withRealTime(RealTime.standard()).withLockedMemory(false));
    cycles.await();
    loop.stop();

    assertThat(ended(loop)).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(loop.granted().lines()).hasSize(8);
    assertThat(loop.granted().scheduling().words()).startsWith("SCHED_FIFO with priority 80");
    assertThat(loop.granted().wakeUps().timerSlack().isGranted()).isTrue();
  }

  private ControlLoop rehearsed(Steps controller) {
    var warmUp = new WarmUp(300, Duration.ofSeconds(5));
    return ControlLoop.start(arm, controller, robot.gate, robot.permit, OPTIONS.withWarmUp(warmUp));
  }

  private ControlLoop start(Controller controller) {
    return ControlLoop.start(arm, controller, robot.gate, robot.permit, OPTIONS);
  }

  private ControlLoop start(Steps controller) {
    return start((Controller) controller);
  }

  private static LoopEnd ended(ControlLoop loop) {
    return loop.ended().toCompletableFuture().join();
  }
}
