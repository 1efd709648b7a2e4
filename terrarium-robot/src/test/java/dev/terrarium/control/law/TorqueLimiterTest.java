package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left of the torques that a law wants.
class TorqueLimiterTest {
  private static final double[] MOST = {87, 87, 87, 87, 12, 12, 12};
  private static final double SPEED = 1.5;
  private static final double ACCELERATION = 10;

  private final PointMassArm arm = PointMassArm.ready();
  private final ArmState state = arm.state;
  private final Setting setting = Setting.holding(state);

  private static double[] all(double value) {
    double[] list = new double[PointMassArm.JOINTS];
    Arrays.fill(list, value);
    return list;
  }

  private static ArmLimits.Builder range() {
    return ArmLimits.between(all(-3), all(3));
  }

  private static ArmLimits everyLimit() {
    return range()
        .velocity(all(SPEED))
        .acceleration(all(ACCELERATION))
        .torque(MOST)
        .torqueRate(all(1000))
        .build();
  }

  private double[] limited(TorqueLimiter limiter, Law law, Setting setting, double... torques) {
    limiter.limit(law, state, setting, torques);
    return torques;
  }

  static Stream<Law> laws() {
    return Laws.names().stream().map(name -> Laws.named(name, PointMassArm.JOINTS));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void limitsTheRateAndTheSizeOfTheTorquesOfEveryLaw(Law law) {
    var limiter =
        TorqueLimiter.of(range().torque(MOST).torqueRate(all(1000)).build(), Limiting.FULL);
    Arrays.fill(state.lastTorque, 11.5);

    double[] torques = limited(limiter, law, setting, all(500));

    assertThat(torques[0]).isGreaterThan(12.48).isLessThan(12.49);
    assertThat(torques[6]).isEqualTo(12);
  }

  @Test
  void keepsTheArmsOwnLimitsWhereTheGainsLimitsAreOff() {
    var limiter =
        TorqueLimiter.of(range().torque(MOST).torqueRate(all(1000)).build(), Limiting.FULL);
    Arrays.fill(state.lastTorque, 11.5);

    double[] torques = limited(limiter, Laws.torque(), setting.withClip(false), all(500));

    assertThat(torques[0] - 11.5).isGreaterThan(0.9999).isLessThan(1);
    assertThat(torques[6]).isEqualTo(12);
  }

  @Test
  void comesDownToALimitThatWasLoweredWithoutAStep() {
    var limiter = TorqueLimiter.of(range().build(), Limiting.FULL);
    Arrays.fill(state.lastTorque, 11.5);
    Gains lowered = setting.gains().with(Gains.Name.TORQUE_LIMIT, all(5));

    double[] torques = limited(limiter, Laws.torque(), setting.withGains(lowered), all(11.5));

    assertThat(torques[0]).isGreaterThan(10.5).isLessThan(10.52);
  }

  @Test
  void keepsAJointBelowItsSpeedWhateverTheLawWants() {
    var limiter = TorqueLimiter.of(everyLimit(), Limiting.FULL);
    limiter.begin(state);

    for (int cycle = 0; cycle < 600; cycle++) {
      double[] torques = all(0);
      torques[0] = 80;
      torques[6] = -10;
      limiter.limit(Laws.torque(), state, setting, torques);
      arm.step(torques);

      assertThat(Math.abs(state.dq[0])).isLessThan(SPEED);
      assertThat(Math.abs(state.dq[6])).isLessThan(SPEED);
    }

    assertThat(state.dq[0]).isGreaterThan(0.85 * SPEED);
    assertThat(state.dq[6]).isLessThan(-0.85 * SPEED);
  }

  @Test
  void keepsAJointBelowItsAccelerationWhateverTheLawWants() {
    var limiter = TorqueLimiter.of(everyLimit(), Limiting.FULL);
    limiter.begin(state);
    double most = 0;

    for (int cycle = 0; cycle < 100; cycle++) {
      double before = state.dq[3];
      double[] torques = all(0);
      torques[3] = 80;
      limiter.limit(Laws.torque(), state, setting, torques);
      arm.step(torques);
      most = Math.max(most, (state.dq[3] - before) / 1e-3);
    }

    assertThat(most).isGreaterThan(0.8 * ACCELERATION).isLessThan(1.01 * ACCELERATION);
  }

  /// The way in which a joint has a radian before the end of its range.
  private static int way(int joint) {
    return joint % 2 == 0 || joint == 3 ? 1 : -1;
  }

  @Test
  void aGoalFarAwayIsReachedWithinEverySpeedAndWithoutSwingingFarBeyondIt() {
    var lawSwitch = LawSwitch.through(TorqueLimiter.of(everyLimit(), Limiting.FULL));
    double[] goal = state.q.clone();
    for (int joint = 0; joint < goal.length; joint++) {
      goal[joint] += way(joint);
    }
    Gains damped = setting.gains().with(Gains.Name.KD, all(20));
    Duty duty = Duty.of(Laws.impedance(), setting.withQDesired(goal).withGains(damped));
    double[] torques = all(0);
    lawSwitch.begin(state);

    for (int cycle = 0; cycle < 4_000; cycle++) {
      lawSwitch.torques(duty, state, torques);
      arm.step(torques);

      for (int joint = 0; joint < goal.length; joint++) {
        double beyond = (state.q[joint] - goal[joint]) * way(joint);
        assertThat(Math.abs(state.dq[joint])).isLessThan(SPEED);
        assertThat(beyond).isLessThan(0.15);
      }
    }

    assertThat(state.q).containsExactly(goal, Offset.offset(0.02));
  }

  @Test
  void brakesAJointHarderThanItDrivesIt() {
    var limiter = TorqueLimiter.of(range().acceleration(all(ACCELERATION)).build(), Limiting.FULL);
    Arrays.fill(state.dq, 0.5);
    limiter.begin(state);
    Setting free = setting.withClip(false);

    double[] driven = limited(limiter, Laws.torque(), free, all(100));
    double[] braked = limited(limiter, Laws.torque(), free, all(-100));

    assertThat(braked[6] / driven[6]).isCloseTo(-1.5, Offset.offset(1e-3));
  }

  @Test
  void letsAJointThatIsHeldPushWithAllThatTheLawWants() {
    var limiter = TorqueLimiter.of(everyLimit(), Limiting.FULL);
    limiter.begin(state);
    double[] torques = all(0);

    for (int cycle = 0; cycle < 100; cycle++) {
      torques = all(0);
      torques[6] = 10;
      limiter.limit(Laws.torque(), state, setting, torques);
      System.arraycopy(torques, 0, state.lastTorque, 0, torques.length);
      state.nanoTime += 1_000_000;
    }

    assertThat(torques[6]).isEqualTo(10);
  }

  @Test
  void neverDrivesAJointByMoreThanTheLawWants() {
    var limits = range().velocity(all(1)).acceleration(all(5)).build();
    var limiter = TorqueLimiter.of(limits, Limiting.FULL);
    var random = new Random(7);
    Setting free = setting.withClip(false);
    limiter.begin(state);
    int braked = 0;

    for (int cycle = 0; cycle < 2_000; cycle++) {
      double[] wanted = random.doubles(PointMassArm.JOINTS, -50, 50).toArray();
      double[] torques = wanted.clone();
      limiter.limit(Laws.torque(), state, free, torques);

      for (int joint = 0; joint < torques.length; joint++) {
        boolean isReduced =
            torques[joint] * wanted[joint] >= 0
                && Math.abs(torques[joint]) <= Math.abs(wanted[joint]);
        braked += isReduced ? 0 : 1;
        assertThat(isReduced || torques[joint] * state.dq[joint] < 0).isTrue();
      }
      arm.step(torques, random.doubles(PointMassArm.JOINTS, -50, 50).toArray());
    }

    assertThat(braked).isPositive();
  }

  @Test
  void stopsAJointBeforeTheEndOfItsRangeWhateverTheLawWants() {
    double[] upper = all(3);
    upper[0] = 1;
    var limits =
        ArmLimits.between(all(-3), upper)
            .velocity(all(SPEED))
            .acceleration(all(ACCELERATION))
            .torque(MOST)
            .torqueRate(all(1000))
            .build();
    var limiter = TorqueLimiter.of(limits, Limiting.FULL);
    limiter.begin(state);

    for (int cycle = 0; cycle < 3_000; cycle++) {
      double[] torques = all(0);
      torques[0] = 40;
      limiter.limit(Laws.torque(), state, setting, torques);
      arm.step(torques);

      assertThat(state.q[0]).isLessThan(1);
    }

    assertThat(state.q[0]).isGreaterThan(0.95);
  }

  @Test
  void brakesAJointThatWasPushedBeyondItsSpeed() {
    var limiter = TorqueLimiter.of(everyLimit(), Limiting.FULL);
    Arrays.fill(state.dq, 2);
    limiter.begin(state);

    double[] torques = limited(limiter, Laws.gravityCompensation(), setting, all(0));

    assertThat(Arrays.stream(torques)).allMatch(torque -> torque < 0);
  }

  @Test
  void leavesAHandThatLeadsTheArmAlone() {
    var limiter = TorqueLimiter.of(everyLimit(), Limiting.FULL);
    limiter.begin(state);
    Arrays.fill(state.dq, 0.5);
    state.nanoTime += 1_000_000;

    assertThat(limited(limiter, Laws.gravityCompensation(), setting, all(0))).containsOnly(0);
  }

  @Test
  void dividesWhatItSeesByTheCyclesThatWereMissed() {
    var limiter = TorqueLimiter.of(range().acceleration(all(10)).build(), Limiting.FULL);
    limiter.begin(state);
    Arrays.fill(state.dq, 0.05);
    state.nanoTime += 10_000_000;

    assertThat(limited(limiter, Laws.torque(), setting, all(0.1))).containsOnly(0.1);
  }

  @Test
  void takesTheTorqueFromAJointAtItsSpeedWhoseInertiaIsNotKnown() {
    var limiter = TorqueLimiter.of(range().velocity(all(1)).build(), Limiting.FULL);
    Arrays.fill(state.mass, 0);
    Arrays.fill(state.dq, 1);
    limiter.begin(state);

    assertThat(limited(limiter, Laws.torque(), setting, all(0.5))).containsOnly(0);
    assertThat(limited(limiter, Laws.torque(), setting, all(-0.5))).containsOnly(-0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FULL", "PARITY"})
  void leavesWhatIsNotANumberForTheLoopToSee(Limiting limiting) {
    var limiter = TorqueLimiter.of(everyLimit(), limiting);

    assertThat(limited(limiter, Laws.impedance(), setting, all(Double.NaN)))
        .containsOnly(Double.NaN);
  }

  @Test
  void takesNoStepWhenOneLawFollowsAnother() {
    var lawSwitch = LawSwitch.through(TorqueLimiter.of(range().build(), Limiting.FULL));
    double[] torques = all(0);
    lawSwitch.begin(state);
    Duty duty = Duty.of(Laws.torque(), setting.withTorque(all(40)));

    for (int cycle = 0; cycle < 300; cycle++) {
      double[] before = torques.clone();
      if (cycle == 100) {
        duty = duty.switchedTo(Laws.gravityCompensation(), state);
      } else if (cycle == 200) {
        duty = duty.switchedTo(Laws.torque(), state);
        duty = duty.with(duty.setting().withTorque(all(-40)));
      }
      lawSwitch.torques(duty, state, torques);
      arm.step(torques);

      for (int joint = 0; joint < torques.length; joint++) {
        assertThat(Math.abs(torques[joint] - before[joint])).isLessThanOrEqualTo(0.99);
      }
    }
  }

  @Test
  void limitsAsTheReferenceForParity() {
    var limiter = TorqueLimiter.of(everyLimit(), Limiting.PARITY);
    Arrays.fill(state.lastTorque, 12);
    Setting strict = setting.withGains(setting.gains().with(Gains.Name.TORQUE_LIMIT, all(12)));

    assertThat(limited(limiter, Laws.impedance(), strict, all(50))).containsOnly(12);
    assertThat(limited(limiter, Laws.pid(7), strict, all(50))).containsOnly(12 + 990 * 1e-3);
    assertThat(limited(limiter, Laws.torque(), strict, all(50))).containsOnly(50);
    assertThat(limited(limiter, Laws.impedance(), strict.withClip(false), all(50)))
        .containsOnly(50);
  }
}
