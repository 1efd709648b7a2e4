package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmState;
import java.lang.ref.Reference;

/// The arm by MuJoCo: one world without gravity, which the arm compensates, moves; another with it
/// tells how much that is.
final class MujocoPhysics implements Physics, AutoCloseable {
  private static final double GRAVITY = 9.81;

  private final MujocoLibrary library;
  private final FrankaParameters parameters;
  private final MujocoWorld moving;
  private final MujocoWorld heavy;
  private final double[] still;
  private boolean closed;

  MujocoPhysics(MujocoLibrary library, FrankaParameters parameters) {
    int joints = parameters.limits().joints();
    this.library = library;
    this.parameters = parameters;
    moving = new MujocoWorld(library, Mjcf.of(parameters, 0), joints);
    heavy = new MujocoWorld(library, Mjcf.of(parameters, GRAVITY), joints);
    still = new double[joints];
  }

  @Override
  public void evaluate(ArmState state) {
    if (closed) {
      return;
    }
    try {
      moving.set(state.q, state.dq);
      moving.mass(state.mass);
      moving.bias(state.coriolis);
      moving.flange(parameters.flange(), state.ee, state.jacobian);
      heavy.set(state.q, still);
      heavy.bias(state.gravity);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void step(ArmState state, double[] torques) {
    if (closed) {
      return;
    }
    try {
      moving.step(torques, state.q, state.dq);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Does nothing: what the solver begins from is a guess, which changes no result.
  @Override
  public void rest() {}

  @Override
  public MujocoPhysics another() {
    return new MujocoPhysics(library, parameters);
  }

  /// Returns whether its memory is given back, so that it computes nothing.
  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    moving.close();
    heavy.close();
  }
}
