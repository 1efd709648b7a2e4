package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmState;

/// The arm by its equations of motion: a [Chain] and a [Stepper].
final class OwnPhysics implements Physics {
  private final FrankaParameters parameters;
  private final Chain chain;
  private final Stepper stepper;

  OwnPhysics(FrankaParameters parameters) {
    this.parameters = parameters;
    chain = new Chain(parameters.links(), parameters.flange());
    stepper = new Stepper(parameters);
  }

  @Override
  public void evaluate(ArmState state) {
    chain.evaluate(state);
    for (int joint = 0; joint < state.joints; joint++) {
      state.mass[joint * state.joints + joint] += parameters.armature();
    }
  }

  @Override
  public void step(ArmState state, double[] torques) {
    stepper.step(state, torques);
  }

  @Override
  public void rest() {
    stepper.rest();
  }

  @Override
  public Physics another() {
    return new OwnPhysics(parameters);
  }
}
