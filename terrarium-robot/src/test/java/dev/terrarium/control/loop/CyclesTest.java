package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.SafetyState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a loop does in a cycle, one after the other, by a clock that stands still between.
class CyclesTest {
  private static final long PERIOD = 1_000_000;

  private final ArmedRobot robot = new ArmedRobot();
  private final SteppedArm arm = SteppedArm.ofTwo();
  private final SteppedClock clock = new SteppedClock();
  private final Records records =
      Records.create(2, 0, new Sharing(Optional.empty(), Optional.empty(), 4096));

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void givesTheArmTheControllersTorquesOnceInEachPeriod() {
    Cycles cycles = begun(Steps.always(2));
    long start = clock.now;

    for (int cycle = 0; cycle < 5; cycle++) {
      assertThat(cycles.cycle()).isTrue();
    }

    assertThat(arm.written).hasSize(5).allSatisfy(it -> assertThat(it).containsExactly(2, 2));
    assertThat(clock.now - start).isEqualTo(5 * PERIOD);
    assertThat(rows()).extracting(row -> row.cycle).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(rows()).allSatisfy(row -> assertThat(row.flags).isZero());
  }

  @Test
  void showsTheControllerTheStateBeforeTheFirstCycle() {
    arm.q[1] = 0.25;
    var seen = new double[1];

    begun(
        new Controller() {
          @Override
          public void begin(ArmState state) {
            seen[0] = state.q[1];
          }

          @Override
          public void torques(ArmState state, double[] torques) {}
        });

    assertThat(seen[0]).isEqualTo(0.25);
  }

  @Test
  void writesTheSafeTorqueInTheVeryCycleInWhichThePermitEnds() {
    arm.dq[0] = 0.02;
    Cycles cycles =
        begun((_, torques) -> {
          robot.trip(); // While the controller computes: the permit is asked after it.
          torques[0] = 50;
          torques[1] = 12;
        });

    assertThat(cycles.cycle()).isTrue();

    assertThat(arm.lastWritten()).containsExactly(-87.0 / 4 * 0.02, 0);
    assertThat(CycleFlag.SAFE.isIn(rows().getLast().flags)).isTrue();
    assertThat(rows().getLast().permit).isZero();
    assertThat(board().phase).isEqualTo(LoopPhase.STOPPING.number());
  }

  @Test
  void dampsTheJointsWithinTheirTorquesAndRatesUntilTheyRestAndThenLetsGo() {
    arm.dq[0] = 2;
    arm.dq[1] = -2;
    var calls = new int[1];
    Cycles cycles =
        begun((_, torques) -> {
          calls[0]++;
          Arrays.fill(torques, 5);
        });
    cycles.cycle();
    robot.trip();

    LoopEnd end = end(cycles);

    assertThat(calls[0]).as("the controller is not called after the trip's cycle").isEqualTo(2);
    assertThat(end).isInstanceOf(LoopEnd.SafetyLeft.class);
    assertThat(((LoopEnd.SafetyLeft) end).state()).isEqualTo(SafetyState.DISARMED);
    assertThat(end.isFault()).isFalse();
    assertThat(Math.abs(arm.dq[0])).isLessThan(SafeTorque.REST);
    assertThat(Math.abs(arm.dq[1])).isLessThan(SafeTorque.REST);
    assertThat(arm.lastWritten()).containsExactly(0, 0);
    assertThat(arm.ended).isEqualTo(1);
    double[] before = {5, 5};
    for (double[] torques : arm.written) {
      for (int joint = 0; joint < 2; joint++) {
        assertThat(Math.abs(torques[joint])).isLessThanOrEqualTo(arm.limits.torque(joint));
        assertThat(Math.abs(torques[joint] - before[joint])).isLessThanOrEqualTo(1 + 1e-12);
      }
      before = torques;
    }
  }

  @Test
  void letsGoOfAnArmThatDoesNotComeToRestWhenItsTimeIsOver() {
    arm.dq[0] = 1;
    arm.isStuck = true;
    Cycles cycles = begun(Steps.always(0));
    cycles.stop();

    LoopEnd end = end(cycles);

    assertThat(end).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(arm.writes()).as("2 s of cycles, and the first").isEqualTo(2001);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void endsByNameOfTheJointWhoseTorqueIsNoNumber(double torque) {
    Cycles cycles =
        begun((_, torques) -> {
          torques[0] = 1;
          torques[1] = torque;
        });

    LoopEnd end = end(cycles);

    assertThat(arm.written).allSatisfy(it -> assertThat(it).containsExactly(0, 0));
    assertThat(end).isInstanceOf(LoopEnd.NotANumber.class);
    assertThat(((LoopEnd.NotANumber) end).joint()).isEqualTo(2);
    assertThat(end.words())
        .isEqualTo("the controller gave " + torque + " for joint 2: expected a finite torque");
    assertThat(CycleFlag.NOT_A_NUMBER.isIn(end.last().getFirst().flags)).isTrue();
  }

  @Test
  void endsByNameOfWhatTheArmGaveThatIsNoNumberAndDampsTheOthers() {
    Cycles cycles = begun((state, torques) -> torques[1] = state.q[1]);
    cycles.cycle();
    arm.q[1] = Double.NaN;
    arm.dq[0] = 0.5;

    LoopEnd end = end(cycles);

    assertThat(end).isInstanceOf(LoopEnd.ArmFailed.class);
    assertThat(end.words())
        .isEqualTo("the arm failed: 'stepped' gave NaN as q of joint 2: expected a finite number");
    assertThat(Math.abs(arm.dq[0])).isLessThan(SafeTorque.REST);
  }

  @Test
  void blamesTheArmForATorqueThatIsNoNumberIfItsMatricesHoldNone() {
    Cycles cycles = begun((state, torques) -> torques[0] = state.ee[0]);
    arm.ee = Double.POSITIVE_INFINITY;

    LoopEnd end = end(cycles);

    assertThat(end.words())
        .isEqualTo("the arm failed: 'stepped' gave Infinity as ee[0]: expected a finite number");
  }

  @Test
  void doesNotBeginWithAnArmThatGivesWhatIsNoNumber() {
    arm.dq[0] = Double.NaN;

    assertThatExceptionOfType(ArmException.class)
        .isThrownBy(() -> begun(Steps.always(0)))
        .withMessage("'stepped' gave NaN as dq of joint 1: expected a finite number");
    assertThat(arm.ended).isEqualTo(1);
  }

  @Test
  void dampsByWhatTheArmGaveWhateverTheControllerWritesIntoTheState() {
    arm.dq[0] = 0.02;
    Cycles cycles =
        begun((state, torques) -> {
          state.dq[0] = -5;
          torques[0] = 0;
          robot.trip();
        });

    cycles.cycle();

    assertThat(arm.lastWritten()[0]).isEqualTo(-87.0 / 4 * 0.02);
    assertThat(rows().getLast().dq[0]).isEqualTo(0.02);
  }

  @Test
  void endsWithTheSafeTorqueWhenTheControllerThrows() {
    arm.dq[1] = 0.1;
    var thrown = new IllegalStateException("no target");
    Cycles cycles =
        begun((_, torques) -> {
          torques[1] = 12;
          throw thrown;
        });
    cycles.cycle();

    assertThat(arm.lastWritten()[1]).isEqualTo(-3 * 0.1);
    LoopEnd end = end(cycles);
    assertThat(end).isInstanceOf(LoopEnd.ControllerFailed.class);
    assertThat(((LoopEnd.ControllerFailed) end).cause()).isSameAs(thrown);
    assertThat(end.words()).isEqualTo("the controller failed: " + thrown);
    assertThat(end.isFault()).isTrue();
  }

  @Test
  void countsAControllerOfFiveMillisecondsAndTheCyclesThatItCost() {
    var calls = new int[1];
    Cycles cycles =
        begun((_, torques) -> {
          Arrays.fill(torques, 3);
          if (calls[0]++ == 1) {
            clock.pass(5 * PERIOD + 300);
          }
        });

    for (int cycle = 0; cycle < 4; cycle++) {
      assertThat(cycles.cycle()).isTrue();
    }

    List<CycleRow> rows = rows();
    assertThat(rows).extracting(row -> row.cycle).containsExactly(0L, 1L, 6L, 7L);
    assertThat(rows).extracting(row -> row.missed).containsExactly(0L, 0L, 4L, 0L);
    assertThat(CycleFlag.SLOW.isIn(rows.get(1).flags)).isTrue();
    assertThat(CycleFlag.LATE.isIn(rows.get(2).flags)).isTrue();
    assertThat(rows.get(3).woke - rows.get(2).deadline).as("no burst").isEqualTo(PERIOD);
    assertThat(board().slow).isEqualTo(1);
    assertThat(board().missed).isEqualTo(4);
    assertThat(board().cycles).isEqualTo(4);
    assertThat(arm.written).hasSize(4);
  }

  @Test
  void leavesOutTheDeadlinesThatPassedWhileItSlept() {
    Cycles cycles = begun(Steps.always(0));
    cycles.cycle();
    clock.late = 3 * PERIOD + PERIOD / 2;

    cycles.cycle();
    cycles.cycle();

    List<CycleRow> rows = rows();
    assertThat(rows).extracting(row -> row.cycle).containsExactly(0L, 4L, 5L);
    assertThat(rows.get(1).woke - rows.get(1).deadline).isEqualTo(PERIOD / 2);
    assertThat(rows.get(2).deadline - rows.get(0).deadline).isEqualTo(5 * PERIOD);
  }

  @Test
  void endsWhenTheArmStopsByAReflexAndTellsWhich() {
    Cycles cycles = begun(Steps.always(0));
    cycles.cycle();
    arm.reflexes = Reflex.JOINT_VELOCITY_VIOLATION.mask() | 1L << 40;

    LoopEnd end = end(cycles);

    assertThat(end).isInstanceOf(LoopEnd.Reflexes.class);
    assertThat(((LoopEnd.Reflexes) end).reflexes())
        .containsExactly(Reflex.JOINT_VELOCITY_VIOLATION);
    assertThat(((LoopEnd.Reflexes) end).mask()).isEqualTo(arm.reflexes);
    assertThat(end.words()).isEqualTo("the arm stopped by a reflex: joint_velocity_violation");
    assertThat(end.last()).hasSize(11).last().matches(row -> row.reflexes == arm.reflexes);
  }

  @Test
  void endsAtOnceWhenTheArmThrowsAndLetsGoOfIt() {
    Cycles cycles = begun(Steps.always(0));
    cycles.cycle();
    arm.failsToRead = new ArmException("the cable is out");

    assertThat(cycles.cycle()).isFalse();

    LoopEnd end = cycles.finish().told(robot.gate, rows());
    assertThat(end).isInstanceOf(LoopEnd.ArmFailed.class);
    assertThat(end.words()).isEqualTo("the arm failed: the cable is out");
    assertThat(arm.written).hasSize(1);
    assertThat(arm.ended).isEqualTo(1);
  }

  @Test
  void tellsADriverThatThrowsWhatItMustNotAsTheArms() {
    Cycles cycles = begun(Steps.always(0));
    arm.failsToWrite = new IllegalStateException("a bug");

    assertThat(cycles.cycle()).isFalse();

    LoopEnd end = cycles.finish().told(robot.gate, rows());
    assertThat(((LoopEnd.ArmFailed) end).cause()).hasCause(arm.failsToWrite);
  }

  @Test
  void tellsThatTheArmWasNotLetGoOfWhateverEndedItBefore() {
    arm.failsToEnd = new ArmException("the brakes do not answer");

    LoopEnd end = end(begun((_, _) -> robot.trip()));

    assertThat(end).isInstanceOf(LoopEnd.ArmFailed.class);
    assertThat(end.isFault()).isTrue();
    assertThat(end.words())
        .isEqualTo("the arm failed: it was not let go of: the brakes do not answer");
    assertThat(((LoopEnd.ArmFailed) end).cause()).hasCause(arm.failsToEnd);
  }

  @Test
  void tellsWhatWasThrownBeforeTheArmWasNotLetGoOf() {
    var thrown = new IllegalStateException("no target");
    arm.failsToEnd = new ArmException("the brakes do not answer");
    Controller failing =
        (Steps)
            (_, _) -> {
              throw thrown;
            };

    LoopEnd end = end(begun(failing));

    assertThat(((LoopEnd.ArmFailed) end).cause()).hasSuppressedException(thrown);
  }

  @Test
  void letsGoOfTheArmWhenTheControllerCannotBegin() {
    Controller controller =
        new Controller() {
          @Override
          public void begin(ArmState state) {
            throw new IllegalStateException("no");
          }

          @Override
          public void torques(ArmState state, double[] torques) {}
        };

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> begun(controller));

    assertThat(arm.ended).isEqualTo(1);
  }

  @Test
  void canBeStoppedFromWithinTheController() {
    var cycles = new Cycles[1];
    cycles[0] = begun((_, _) -> cycles[0].stop());

    LoopEnd end = end(cycles[0]);

    assertThat(end).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(end.words()).isEqualTo("the loop was stopped");
    assertThat(arm.writes()).isEqualTo(10);
  }

  @Test
  void tellsTheFirstReasonWhenThereAreSeveral() {
    Cycles cycles =
        begun((_, torques) -> {
          robot.trip();
          torques[0] = Double.NaN;
          throw new IllegalStateException("first");
        });
    cycles.stop();

    assertThat(end(cycles)).isInstanceOf(LoopEnd.ControllerFailed.class);
  }

  @Test
  void bringsTheTorqueOfAJointToZeroWhoseVelocityIsNoNumber() {
    Cycles cycles = begun(Steps.always(1));
    cycles.cycle();
    arm.dq[0] = Double.NaN;
    cycles.stop();

    cycles.cycle();

    assertThat(arm.lastWritten()[0]).isZero();
  }

  @Test
  void tellsTheBoardThatItHasEnded() {
    Cycles cycles = begun(Steps.always(0));
    cycles.stop();

    end(cycles);

    assertThat(LoopPhase.of(board().phase)).isEqualTo(LoopPhase.ENDED);
  }

  @Test
  void tellsWhatEndedItsBeginningAndThatTheArmWasNotLetGoOf() {
    arm.failsToRead = new ArmException("the cable is out");
    arm.failsToEnd = new ArmException("the brakes do not answer");

    assertThatExceptionOfType(ArmException.class)
        .isThrownBy(() -> begun(Steps.always(0)))
        .isSameAs(arm.failsToRead)
        .satisfies(it -> assertThat(it).hasSuppressedException(arm.failsToEnd));
  }

  private Cycles begun(Steps controller) {
    return begun((Controller) controller);
  }

  private Cycles begun(Controller controller) {
    var cycles = new Cycles(arm, controller, robot.permit, LoopOptions.standard(), clock, records);
    cycles.begin();
    return cycles;
  }

  private LoopEnd end(Cycles cycles) {
    while (cycles.cycle()) {}
    return cycles.finish().told(robot.gate, records.ring().last(LoopEnd.CYCLES));
  }

  private List<CycleRow> rows() {
    return records.ring().last(4096);
  }

  private BoardState board() {
    BoardState state = records.board().room();
    assertThat(records.board().read(state)).isTrue();
    return state;
  }
}
