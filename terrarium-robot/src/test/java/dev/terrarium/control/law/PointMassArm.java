package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;

/// An arm of seven joints that is good enough to try laws on: an arm of the usual proportions whose
/// links are points of mass, in steps of 1 ms, without gravity.
///
/// Its mass matrix and Jacobian are those of the state, so that laws and limits see one body. What
/// its velocity takes is left out.
final class PointMassArm {
  static final int JOINTS = 7;
  private static final double[] LENGTH = {0, 0, 0, 0.0825, -0.0825, 0, 0.088};
  private static final double[] OFFSET = {0.333, 0, 0.316, 0, 0.384, 0, 0};
  private static final double[] TWIST = {0, -1, 1, 1, -1, 1, 1};
  private static final double[] MASS = {4.97, 0.65, 3.23, 3.59, 1.23, 1.67, 0.74};
  private static final double ROTOR = 0.195;
  private static final double FLANGE = 0.107;

  final ArmState state = new ArmState(JOINTS);
  private final double friction;
  private final double share;
  private final double[][] frames = new double[JOINTS][16];
  private final double[] inverse = new double[JOINTS * JOINTS];
  private final Inverse inverter = new Inverse(JOINTS);

  /// @param friction N m s/rad
  PointMassArm(double friction, double... q) {
    this(friction, 1, q);
  }

  private PointMassArm(double friction, double share, double[] q) {
    this.friction = friction;
    this.share = share;
    System.arraycopy(q, 0, state.q, 0, JOINTS);
    refresh();
  }

  /// Stands as arms do when they are ready for work, far from singularities.
  static PointMassArm ready() {
    return new PointMassArm(0.2, 0, -0.785, 0, -2.356, 0, 1.571, 0.785);
  }

  /// Makes one of a share of the mass that stands as this one does.
  PointMassArm ofMass(double share) {
    return new PointMassArm(friction, share, state.q);
  }

  /// Takes torques for a millisecond.
  void step(double[] torques) {
    step(torques, new double[JOINTS]);
  }

  /// Takes torques for a millisecond in which the world pushes, N m.
  void step(double[] torques, double[] pushes) {
    inverter.of(state.mass, 0, inverse);
    double[] net = new double[JOINTS];
    for (int joint = 0; joint < JOINTS; joint++) {
      net[joint] = torques[joint] + pushes[joint] - friction * state.dq[joint];
    }
    double[] acceleration = new double[JOINTS];
    Dense.times(inverse, net, acceleration, JOINTS, JOINTS);
    for (int joint = 0; joint < JOINTS; joint++) {
      state.dq[joint] += acceleration[joint] * 1e-3;
      state.q[joint] += state.dq[joint] * 1e-3;
      state.lastTorque[joint] = torques[joint];
    }
    state.nanoTime += 1_000_000;
    refresh();
  }

  /// Computes the pose, the Jacobian and the mass matrix of the positions.
  void refresh() {
    double[] pose = Poses.identity();
    for (int joint = 0; joint < JOINTS; joint++) {
      pose = Poses.product(pose, link(joint));
      frames[joint] = pose;
    }
    System.arraycopy(pose, 0, state.ee, 0, 16);
    for (int axis = 0; axis < 3; axis++) {
      state.ee[4 * axis + 3] += FLANGE * pose[4 * axis + 2];
    }
    double[] jacobian = jacobian(state.ee, JOINTS);
    System.arraycopy(jacobian, 0, state.jacobian, 0, 6 * JOINTS);
    refreshMass();
  }

  private void refreshMass() {
    for (int row = 0; row < JOINTS; row++) {
      for (int column = 0; column < JOINTS; column++) {
        state.mass[row * JOINTS + column] = row == column ? ROTOR : 0;
      }
    }
    for (int link = 0; link < JOINTS; link++) {
      double[] jacobian = jacobian(link + 1 < JOINTS ? frames[link + 1] : state.ee, link + 1);
      for (int index = 0; index < JOINTS * JOINTS; index++) {
        for (int axis = 0; axis < 3; axis++) {
          state.mass[index] +=
              share
                  * MASS[link]
                  * jacobian[axis * JOINTS + index / JOINTS]
                  * jacobian[axis * JOINTS + index % JOINTS];
        }
      }
    }
  }

  /// The Jacobian of a point that the first joints carry.
  private double[] jacobian(double[] point, int carriers) {
    double[] jacobian = new double[6 * JOINTS];
    for (int joint = 0; joint < carriers; joint++) {
      double[] frame = frames[joint];
      double x = point[3] - frame[3];
      double y = point[7] - frame[7];
      double z = point[11] - frame[11];
      jacobian[joint] = frame[6] * z - frame[10] * y;
      jacobian[JOINTS + joint] = frame[10] * x - frame[2] * z;
      jacobian[2 * JOINTS + joint] = frame[2] * y - frame[6] * x;
      jacobian[3 * JOINTS + joint] = frame[2];
      jacobian[4 * JOINTS + joint] = frame[6];
      jacobian[5 * JOINTS + joint] = frame[10];
    }
    return jacobian;
  }

  private double[] link(int joint) {
    double c = Math.cos(state.q[joint]);
    double s = Math.sin(state.q[joint]);
    double a = TWIST[joint] == 0 ? 1 : 0;
    double b = TWIST[joint];
    double d = OFFSET[joint];
    return new double[] {
      c, -s, 0, LENGTH[joint], s * a, c * a, -b, -d * b, s * b, c * b, a, d * a, 0, 0, 0, 1
    };
  }
}
