package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.ArmState;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Orders that a loop takes at its cycles.
class ArmControllerTest {
  private static final long HOLD = 20_000_000;

  @Test
  void holdsTheArmWhereItStandsFromTheBeginning() {
    Bench bench = Bench.live(0.5, -0.5);

    bench.cycles(100);

    assertThat(bench.arm.q).containsExactly(0.5, -0.5);
    assertThat(bench.told.law).isEqualTo(1);
  }

  @Test
  void readsAnewWhereTheArmStandsWhenItSwitches() {
    Bench bench = Bench.live(0.5, -0.5);
    bench.controller.aim(Target.joints(0.6, -0.4), Age.NONE, bench.state());
    bench.cycles(500);

    bench.controller.switchTo(Laws.pid(2), bench.state());

    double stood = bench.state().q[0];
    assertThat(bench.controller.setting().qDesired(0)).isEqualTo(stood);
    assertThat(bench.controller.setting().initialQ(0)).isEqualTo(stood);
    assertThat(bench.controller.setting().initialEe(3)).isEqualTo(bench.state().ee[3]);
    bench.cycles(1);
    assertThat(bench.told.law).isEqualTo(2);
  }

  @Test
  void takesNoCommandsBeforeALoopIsLiveButALawAndGains() {
    var bench = new Bench();

    bench.controller.choose(Laws.torque());
    bench.controller.gain(Gains.Name.KP, 10, 20);

    assertThatIllegalStateException()
        .isThrownBy(() -> bench.controller.aim(Target.torques(0, 0), Age.NONE, new ArmState(2)))
        .withMessage("the arm is not moved by a loop: start it first, and do it again");
    bench.arm.read(bench.state(), bench.now);
    bench.controller.begin(bench.state());
    bench.cycles(1);
    assertThat(bench.told.law).isEqualTo(5);
    assertThat(bench.controller.setting().gains().list(Gains.Name.KP)).containsExactly(10, 20);
  }

  @Test
  void endsAMoveAtTheExactGoal() {
    Bench bench = Bench.live(0, 0);
    Moving moving = bench.move(0.3, -0.2);

    bench.cycles(1);
    assertThat(bench.told.extras[Extra.PAST]).isNegative();
    assertThat(moving.judge(bench.told, Arrival.standard())).isNull();

    bench.cycles(2000);
    assertThat(bench.told.extras[Extra.WANTED]).isEqualTo(0.3);
    assertThat(bench.told.extras[Extra.WANTED + 1]).isEqualTo(-0.2);
    assertThat(moving.judge(bench.told, Arrival.standard())).isInstanceOf(MoveEnd.Arrived.class);
    assertThat(bench.arm.q[0]).isCloseTo(0.3, within(0.03));
    assertThat(bench.told.law).isEqualTo(1);
  }

  @Test
  void namesTheJointThatSomethingHolds() {
    Bench bench = Bench.live(0, 0);
    bench.arm.isHeld = true;
    Moving moving = bench.move(0.1, -0.2);

    bench.cycles(1000);
    assertThat(moving.judge(bench.told, Arrival.standard())).isNull();
    bench.cycles(4000);

    assertThat(moving.judge(bench.told, Arrival.standard()))
        .isEqualTo(new MoveEnd.NotArrived(2, 0.2, 0.03));
  }

  @Test
  void endsAMoveThatASwitchComesInTheMiddleOf() throws InterruptedException, ExecutionException {
    Bench bench = Bench.live(0, 0);
    Moving moving = bench.move(0.3, -0.2);
    bench.cycles(50);

    bench.controller.switchTo(Laws.operationalSpace(2), bench.state());

    assertThat(moving.end().get()).isEqualTo(new MoveEnd.Superseded("a switch to osc"));
    assertThat(bench.controller.setting().qDesired(0)).isEqualTo(bench.state().q[0]);
  }

  @Test
  void endsAMoveThatAnotherComesInTheMiddleOfAndGoesOnFromThere()
      throws InterruptedException, ExecutionException {
    Bench bench = Bench.live(0, 0);
    Moving first = bench.move(0.3, -0.2);
    bench.cycles(80);
    double wanted = bench.told.extras[Extra.WANTED];

    Moving second = bench.move(0, 0);
    bench.cycles(1);

    assertThat(first.end().get()).isEqualTo(new MoveEnd.Superseded("another move"));
    assertThat(bench.told.extras[Extra.WANTED]).isStrictlyBetween(wanted, wanted + 0.005);
    bench.cycles(2000);
    assertThat(second.judge(bench.told, Arrival.standard())).isInstanceOf(MoveEnd.Arrived.class);
  }

  @Test
  void wantsNoStepOfPositionOrVelocityHoweverMovesComeUponEachOther() {
    Bench bench = Bench.live(0, 0);
    var random = new Random(3);
    double q = 0;
    double dq = 0;
    double fastest = 0;
    double jump = 0;

    for (int cycle = 0; cycle < 20_000; cycle++) {
      if (random.nextInt(cycle < 10_000 ? 100 : 3) == 0) {
        bench.move(2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1);
      }
      bench.cycles(1);
      double speed = (bench.told.extras[Extra.WANTED] - q) / 1e-3;
      fastest = Math.max(fastest, Math.abs(speed));
      jump = Math.max(jump, Math.abs(speed - dq));
      q = bench.told.extras[Extra.WANTED];
      dq = speed;
    }

    assertThat(fastest).isBetween(1.0, 5.0 + 1e-9);
    assertThat(jump).isLessThan(50 * 1e-3 + 1e-9);
  }

  @Test
  void plansAMoveAgainForWhichThePlannerWasTooLate() {
    Bench bench = Bench.live(0, 0);
    bench.move(0.3, -0.2);
    bench.cycles(80);
    double wanted = bench.told.extras[Extra.WANTED];
    var late = new AtomicInteger();

    bench.controller.move(
        new double[] {0, 0},
        Bench.QUICK,
        () -> {
          if (late.incrementAndGet() == 2) {
            bench.cycles(10); // Before the plan is taken.
          }
          return bench.state();
        });
    bench.cycles(1);

    assertThat(late).hasValue(4);
    assertThat(bench.told.extras[Extra.WANTED]).isCloseTo(wanted, within(0.05));
  }

  @Test
  void changesGainsUnderAMove() {
    Bench bench = Bench.live(0, 0);
    Moving moving = bench.move(0.3, -0.2);
    bench.cycles(50);

    bench.controller.gain(Gains.Name.KP, 200, 200);
    bench.cycles(2000);

    assertThat(moving.judge(bench.told, Arrival.standard())).isInstanceOf(MoveEnd.Arrived.class);
  }

  @Test
  void staysWhereATargetOfTorquesEndsAMove() {
    Bench bench = Bench.live(0, 0);
    bench.move(2, 2);
    bench.cycles(50);

    bench.controller.aim(Target.torques(0, 0), Age.NONE, bench.state());

    assertThat(bench.controller.setting().qDesired(0)).isLessThan(0.5);
  }

  @Test
  void holdsATargetAndThenGivesWay() {
    Bench bench = Bench.live(0, 0);
    bench.controller.aim(Target.joints(0.5, 0.5), new Age(bench.now, HOLD), bench.state());

    bench.cycles(20);
    assertThat(bench.told.law).isEqualTo(1);
    bench.cycles(1);
    assertThat(bench.told.law).isEqualTo(-1);
    bench.cycles(500);

    assertThat(bench.torques[0]).isCloseTo(-4 * bench.state().dq[0], within(1e-9));
    assertThat(bench.told.extras[Extra.DECAYS]).isEqualTo(1);
    assertThat(bench.told.extras[Extra.DECAYED]).isEqualTo(1);
  }

  @Test
  void goesOnWithAFreshTargetAfterOneThatWasTooOld() {
    Bench bench = Bench.live(0, 0);
    bench.controller.aim(Target.joints(0.5, 0.5), new Age(bench.now, HOLD), bench.state());
    bench.cycles(100);

    bench.controller.aim(Target.joints(0.5, 0.5), new Age(bench.now, HOLD), bench.state());
    bench.cycles(1);

    assertThat(bench.told.law).isEqualTo(1);
    assertThat(bench.told.extras[Extra.DECAYED]).isZero();
  }

  @Test
  void neverStepsATorqueWhateverCommandsCome() {
    Bench bench = Bench.live(0, 0);
    double[] last = new double[2];
    double largest = 0;

    for (int cycle = 0; cycle < 2000; cycle++) {
      switch (cycle % 400) {
        case 0 -> bench.move(0.3, -0.3);
        case 100 -> bench.controller.switchTo(Laws.pid(2), bench.state());
        case 150 ->
            bench.controller.aim(Target.joints(1, 1), new Age(bench.now, HOLD), bench.state());
        case 250 -> bench.controller.switchTo(Laws.torque(), bench.state());
        case 300 -> bench.controller.aim(Target.torques(5, -5), Age.NONE, bench.state());
        default -> {}
      }
      bench.cycles(1);
      for (int joint = 0; joint < 2; joint++) {
        largest = Math.max(largest, Math.abs(bench.torques[joint] - last[joint]));
        last[joint] = bench.torques[joint];
      }
    }

    assertThat(largest).isGreaterThan(0.5).isLessThanOrEqualTo(0.99);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNoNumberAndKeepsTheOrderThatThereWas(double value) {
    Bench bench = Bench.live(0.5, 0.5);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.aim(Target.joints(0, value), Age.NONE, bench.state()))
        .withMessageContaining("q_desired[1] is")
        .withMessageContaining("expected a finite number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.gain(Gains.Name.KP, value, 1))
        .withMessageContaining("kp[0] is");
    bench.cycles(10);
    assertThat(bench.arm.q).containsExactly(0.5, 0.5);
  }

  @Test
  void refusesTargetsOfAnotherShape() {
    Bench bench = Bench.live(0, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.aim(Target.joints(1), Age.NONE, bench.state()))
        .withMessage("q_desired is 2 numbers, one for each joint, not 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.aim(Target.pose(1, 2, 3), Age.NONE, bench.state()))
        .withMessage("ee_desired is a 4×4 matrix, 16 numbers, not 3");
  }

  @Test
  void refusesGainsAndLawsOfAnotherNumberOfJointsAlsoBeforeTheStart() {
    for (Bench bench : List.of(new Bench(), Bench.live(0, 0))) {
      ArmController controller = bench.controller;

      assertThatIllegalArgumentException()
          .isThrownBy(() -> controller.gains(Gains.usual(3)))
          .withMessage(
              "the gains are of 3 joints, and the arm has 2: expected Gains.usual(2) or others of as many");
      assertThatIllegalArgumentException().isThrownBy(() -> controller.gains(Gains.usual(1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> controller.choose(Laws.pid(3)))
          .withMessage("the law 'pid' is of 3 joints, and the arm has 2: make it for as many");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> controller.switchTo(Laws.operationalSpace(1), bench.state()))
          .withMessageStartingWith("the law 'osc' is of 1 joints, and the arm has 2");
      assertThat(controller.chosen()).isEqualTo("impedance");
    }
  }

  @Test
  void refusesTargetsOutsideLimits() {
    Bench bench = Bench.live(0, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.aim(Target.joints(0, 3.5), Age.NONE, bench.state()))
        .withMessage("q_desired[1] is 3.5 rad: joint 2 moves between -3.0 and 3.0 rad");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.aim(Target.torques(0, -13), Age.NONE, bench.state()))
        .withMessage("torque[1] is -13.0 N m: joint 2 takes between -12.0 and 12.0 N m");
  }

  @Test
  void refusesAPoseThatTheStretchedArmDoesNotReach() {
    Bench bench = Bench.live(0, 0);
    double[] pose = {1, 0, 0, 0.6, 0, 1, 0, 0, 0, 0, 1, 1.1, 0, 0, 0, 1};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.controller.aim(Target.pose(pose), Age.NONE, bench.state()))
        .withMessage(
            "ee_desired is 1.000 m from the shoulder, which is 0.300 m above the base: the stretched arm with its tool reaches 0.800 m");
    bench.controller.tool(bench.state(), 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0.25, 0, 0, 0, 1);
    bench.controller.aim(Target.pose(pose), Age.NONE, bench.state());
    assertThat(bench.controller.setting().eeDesired(11)).isEqualTo(1.1);
  }

  @Test
  void givesAnArmThatAPolicyHasToTheNextCommand() {
    Bench bench = Bench.live(0, 0);
    long ticket = bench.controller.claim("a policy", Age.NONE, bench.state());

    Given first = bench.controller.aim(ticket, Target.joints(0.1, 0.1), Age.NONE);
    bench.controller.gain(Gains.Name.KD, 5, 5);
    Given second = bench.controller.aim(ticket, Target.joints(0.2, 0.1), Age.NONE);
    bench.controller.switchTo(Laws.pid(2), bench.state());
    Given third = bench.controller.aim(ticket, Target.joints(0.3, 0.1), Age.NONE);

    assertThat(List.of(first, second, third))
        .containsExactly(Given.TAKEN, Given.TAKEN, Given.SUPERSEDED);
    assertThat(bench.controller.setting().qDesired(0)).isEqualTo(bench.state().q[0]);
  }

  @Test
  void endsAMoveWithTheLoopAndTakesNothingMore() throws InterruptedException, ExecutionException {
    Bench bench = Bench.live(0, 0);
    Moving moving = bench.move(0.3, -0.2);
    long ticket = bench.controller.claim("a policy", Age.NONE, bench.state());
    Moving another = bench.move(0.3, -0.2);
    var end = new LoopEnd.Stopped(List.of());

    bench.controller.end(end);

    assertThat(moving.end().get()).isEqualTo(new MoveEnd.Superseded("a policy"));
    assertThat(another.end().get()).isEqualTo(new MoveEnd.Ended(end));
    assertThat(bench.controller.aim(ticket, Target.joints(0, 0), Age.NONE))
        .isEqualTo(Given.NOT_LIVE);
    assertThatIllegalStateException()
        .isThrownBy(() -> bench.controller.switchTo(Laws.pid(2), bench.state()));
  }

  @Test
  void givesWayIfWhoHasTheArmGivesNoTargetAtAll() {
    Bench bench = Bench.live(0, 0);
    long ticket = bench.controller.claim("a policy", new Age(bench.now, HOLD), bench.state());

    bench.cycles(20);
    assertThat(bench.told.law).isEqualTo(1);
    bench.cycles(1);
    assertThat(bench.told.law).isEqualTo(-1);

    bench.controller.aim(ticket, Target.joints(0.1, 0.1), new Age(bench.now, HOLD));
    bench.cycles(1);
    assertThat(bench.told.law).isEqualTo(1);
  }
}
