package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmState;

/// What computes how an arm moves. One thread uses it; neither [#evaluate] nor [#step] allocates.
interface Physics {
  /// Computes what follows from `q` and `dq`, into the same state: pose, Jacobian, mass matrix with
  /// the rotors, gravity, Coriolis.
  void evaluate(ArmState state);

  /// Moves `q` and `dq` of an evaluated state by a millisecond; the rest is not theirs after that.
  ///
  /// @param torques N m for each joint, gravity apart, what pushes it from outside included
  void step(ArmState state, double[] torques);

  /// Forgets what it has kept of the step before.
  void rest();

  /// Makes another for an arm of its own.
  Physics another();
}
