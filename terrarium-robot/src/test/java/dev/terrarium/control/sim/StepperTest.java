package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.robot.ArmState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How an arm moves in a millisecond, and what friction makes of it.
class StepperTest {
  private final ArmState state = new ArmState(7);
  private final double[] torques = new double[7];

  StepperTest() {
    System.arraycopy(new double[] {0, -.5, .2, -1.8, .3, 1.6, .4}, 0, state.q, 0, 7);
  }

  @Test
  void standsWhileTorquesAreBelowTheDryFriction() {
    var physics = new OwnPhysics(FrankaParameters.fr3());
    double[] before = state.q.clone();
    for (int joint = 0; joint < 7; joint++) {
      torques[joint] = joint % 2 == 0 ? 1.1 : -1.1;
    }

    run(physics, 1000);

    assertThat(state.q).containsExactly(before);
    assertThat(state.dq).containsOnly(0.0);
  }

  @Test
  void movesTheJointWhoseTorqueIsAboveIt() {
    var physics = new OwnPhysics(FrankaParameters.fr3());
    torques[6] = 1.3;

    run(physics, 500);

    assertThat(state.dq[6]).isPositive();
  }

  @Test
  void comesToRestByFrictionAlone() {
    var physics = new OwnPhysics(FrankaParameters.fr3());
    for (int joint = 0; joint < 7; joint++) {
      state.dq[joint] = joint % 2 == 0 ? 1 : -1;
    }

    run(physics, 3000);

    assertThat(state.dq).containsOnly(0.0);
  }

  @Test
  void losesEnergyInEveryStepThatNothingPushes() {
    var physics = new OwnPhysics(FrankaParameters.fr3());
    var random = new Random(2);
    for (int joint = 0; joint < 7; joint++) {
      state.dq[joint] = random.nextDouble(-2, 2);
    }
    double energy = energy(physics);

    for (int step = 0; step < 300; step++) {
      physics.step(state, torques);
      double next = energy(physics);

      assertThat(next).isLessThanOrEqualTo(energy);
      energy = next;
    }
  }

  @Test
  void keepsItsEnergyWithoutFrictionAsWellAsAStepOfAMillisecondCan() {
    var physics = new OwnPhysics(FrankaParameters.fr3().withFriction(0, 0));
    state.dq[0] = 1;
    state.dq[3] = -.8;
    double before = energy(physics);

    run(physics, 1000);

    assertThat(energy(physics) / before).isEqualTo(1, within(.01));
  }

  @Test
  void feelsTheRotorsOfItsJoints() {
    var heavy = new OwnPhysics(FrankaParameters.fr3().withArmature(.195));
    var light = new OwnPhysics(FrankaParameters.fr3().withArmature(0));
    light.evaluate(state);
    double without = state.mass[48];

    heavy.evaluate(state);

    assertThat(state.mass[48] - without).isEqualTo(.195, within(1e-15));
  }

  private void run(Physics physics, int steps) {
    for (int step = 0; step < steps; step++) {
      physics.evaluate(state);
      physics.step(state, torques);
    }
  }

  private double energy(Physics physics) {
    physics.evaluate(state);
    double twice = 0;
    for (int index = 0; index < 49; index++) {
      twice += state.dq[index / 7] * state.mass[index] * state.dq[index % 7];
    }
    return twice / 2;
  }
}
