package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.robot.ArmState;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Operational space control with damping, beside the one without, near a singularity and away from
/// it.
class DampedOperationalSpaceTest {
  private static final int JOINTS = PointMassArm.JOINTS;

  /// What the tool is asked to accelerate by, in the direction in which the arm is stretched.
  private static final double ASKED = 10;

  private final Law reference = Laws.operationalSpace(JOINTS);
  private final Law damped = Laws.operationalSpace(JOINTS, Damping.usual());

  /// Stretched out but for a little: between bent (1) and straight (0).
  private static PointMassArm stretched(double bend) {
    return new PointMassArm(0.2, 0, 0.5, 0, -0.5 * bend, 0, 2.2 - 0.6 * bend, 0);
  }

  private static Setting asking(ArmState state, double... step) {
    double[] goal = state.ee.clone();
    for (int axis = 0; axis < 3; axis++) {
      goal[4 * axis + 3] += step[axis];
    }
    return Setting.holding(state).withEeDesired(goal);
  }

  private static double[] torques(Law law, ArmState state, Setting setting) {
    double[] torques = new double[JOINTS];
    law.torques(state, setting, torques);
    return torques;
  }

  private static double largest(double[] torques) {
    double most = 0;
    for (double torque : torques) {
      most = Math.max(most, Math.abs(torque));
    }
    return most;
  }

  /// The square of the length of torques by the inverse of the mass matrix: what they accelerate
  /// by.
  private static double effect(ArmState state, double[] torques) {
    double[] inverse = new double[JOINTS * JOINTS];
    double[] acceleration = new double[JOINTS];
    new Inverse(JOINTS).of(state.mass, 0, inverse);
    Dense.times(inverse, torques, acceleration, JOINTS, JOINTS);
    double sum = 0;
    for (int joint = 0; joint < JOINTS; joint++) {
      sum += torques[joint] * acceleration[joint];
    }
    return sum;
  }

  @Test
  void isTheSameAwayFromSingularities() {
    ArmState state = PointMassArm.ready().state;
    Setting setting = asking(state, 0.05, -0.02, 0.03);

    double[] expected = torques(reference, state, setting);

    assertThat(torques(damped, state, setting)).containsExactly(expected, Offset.offset(1e-9));
  }

  @Test
  void staysBoundedNearASingularityWhereTheReferenceSpikes() {
    double spike = 0;
    double bounded = 0;

    for (double bend = 1; bend >= 0; bend -= 0.002) {
      ArmState state = stretched(bend).state;
      Setting setting = asking(state, 0.05, 0, 0.08);
      spike = Math.max(spike, largest(torques(reference, state, setting)));
      bounded = Math.max(bounded, largest(torques(damped, state, setting)));
    }

    assertThat(spike).isGreaterThan(1_000);
    assertThat(bounded).isLessThan(87);
  }

  @Test
  void neverExceedsTheBoundThatTheHeaviestGives() {
    var random = new Random(3);

    for (int pose = 0; pose < 500; pose++) {
      ArmState state = new PointMassArm(0, random.doubles(JOINTS, -2.8, 2.8).toArray()).state;
      double angle = random.nextDouble() * Math.PI;
      double[] torques =
          torques(
              damped,
              state,
              asking(state, ASKED / 100 * Math.cos(angle), 0, ASKED / 100 * Math.sin(angle)));

      assertThat(effect(state, torques))
          .isLessThanOrEqualTo(Damping.usual().heaviest() * ASKED * ASKED * (1 + 1e-9));
    }
  }

  @Test
  void changesWithoutAStepOnTheWayIntoASingularity() {
    double step = 0;
    double[] before = null;

    for (double bend = 1; bend >= 0; bend -= 0.0005) {
      ArmState state = stretched(bend).state;
      double[] torques = torques(damped, state, asking(state, 0.05, 0, 0.08));
      for (int joint = 0; before != null && joint < JOINTS; joint++) {
        step = Math.max(step, Math.abs(torques[joint] - before[joint]));
      }
      before = torques;
    }

    assertThat(step).isLessThan(1);
  }

  @Test
  void stillHasANumberWhereTheArmIsExactlySingular() {
    ArmState state = new PointMassArm(0, new double[JOINTS]).state;

    assertThat(largest(torques(damped, state, asking(state, 0, 0, 0.1)))).isLessThan(87);
  }

  @Test
  void aSmallerFactorHoldsOnLonger() {
    ArmState state = stretched(0.6).state;
    Setting setting = asking(state, 0.05, 0, 0.08);
    Law stiff = Laws.operationalSpace(JOINTS, Damping.usual().withHeaviest(10).withFactor(0.1));
    Law soft = Laws.operationalSpace(JOINTS, Damping.usual().withHeaviest(10));

    assertThat(effect(state, torques(stiff, state, setting)))
        .isGreaterThan(effect(state, torques(soft, state, setting)));
  }
}
