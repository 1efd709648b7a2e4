package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;

/// Moves an arm by one millisecond under its torques and its friction; allocates nothing after it
/// is made.
///
/// Velocities are found first, positions from the new velocities (semi-implicit Euler). Damping is
/// taken at the new velocity, so that it never pushes. Dry friction is no force that is known
/// beforehand but the least that stops a joint, up to its bound: the forces are found joint by
/// joint until none changes (projected Gauss-Seidel, begun from those of the millisecond before),
/// and a joint that needs less than its bound stands still, exactly.
final class Stepper {
  /// How long a step is.
  static final double SECONDS = 1e-3;

  private static final int ROUNDS = 50;
  private static final double SMALL = 1e-12;

  private final int joints;
  private final double damping;
  private final double dry;
  private final Cholesky mass;
  private final double[] inverse;
  private final double[] velocity;
  private final double[] friction;

  Stepper(FrankaParameters parameters) {
    joints = parameters.limits().joints();
    damping = parameters.damping();
    dry = parameters.dryFriction();
    mass = new Cholesky(joints);
    inverse = new double[joints * joints];
    velocity = new double[joints];
    friction = new double[joints];
  }

  /// Forgets the friction of the step before.
  void rest() {
    Arrays.fill(friction, 0);
  }

  /// Moves `q` and `dq` of a state whose mass matrix and Coriolis torques are theirs.
  ///
  /// @param torques N m for each joint, gravity apart, what pushes it from outside included
  void step(ArmState state, double[] torques) {
    mass.factor(state.mass, SECONDS * damping);
    for (int joint = 0; joint < joints; joint++) {
      velocity[joint] =
          SECONDS * (torques[joint] - state.coriolis[joint] - damping * state.dq[joint]);
    }
    mass.solve(velocity, 0);
    for (int joint = 0; joint < joints; joint++) {
      velocity[joint] += state.dq[joint];
    }
    if (dry > 0) {
      rub();
    }
    for (int joint = 0; joint < joints; joint++) {
      state.dq[joint] = velocity[joint];
      state.q[joint] += SECONDS * velocity[joint];
    }
  }

  private void rub() {
    mass.invert(inverse);
    for (int joint = 0; joint < joints; joint++) {
      add(joint, friction[joint]);
    }
    double change = 1;
    for (int round = 0; round < ROUNDS && change > SMALL; round++) {
      change = 0;
      for (int joint = 0; joint < joints; joint++) {
        double answer = SECONDS * inverse[joint * joints + joint];
        double least = friction[joint] - velocity[joint] / answer;
        double next = Math.max(-dry, Math.min(dry, least));
        double more = next - friction[joint];
        friction[joint] = next;
        add(joint, more);
        change = Math.max(change, Math.abs(more * answer));
      }
    }
    for (int joint = 0; joint < joints; joint++) {
      if (Math.abs(friction[joint]) < dry) {
        velocity[joint] = 0;
      }
    }
  }

  private void add(int joint, double force) {
    for (int other = 0; other < joints; other++) {
      velocity[other] += SECONDS * inverse[joint * joints + other] * force;
    }
  }
}
