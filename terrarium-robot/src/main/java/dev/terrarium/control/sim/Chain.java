package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;
import java.util.List;

/// The kinematics and dynamics of a chain of links upon a base that stands still.
///
/// It allocates nothing after it is made, and belongs to one thread.
///
/// Everything is computed in the base's frame, about the base's origin, as spatial vectors of six
/// numbers: of motion (angular, then the velocity of the point that passes the origin), of force
/// (moment about the origin, then force). So no frame has to be changed on the way: velocities and
/// accelerations are sums along the chain, forces and inertias sums back along it. The mass matrix
/// is that of composite bodies (Featherstone), the rest recursive Newton–Euler.
final class Chain {
  private static final double GRAVITY = 9.81;

  /// Of each inertia: mass, first moment (3), then xx, xy, xz, yy, yz, zz about the origin.
  private static final int INERTIA = 10;

  private final Link[] links;
  private final double[] twistCosine;
  private final double[] twistSine;
  private final double flange;
  private final int joints;

  /// Of each frame, the base's first: rotation, row-major, and origin.
  private final double[] rotation;

  private final double[] origin;

  /// Of each joint: the motion that one rad/s of it is.
  private final double[] axis;

  private final double[] inertia;
  private final double[] composite;

  /// Of each link, the base first.
  private final double[] velocity;

  private final double[] acceleration;
  private final double[] force;
  private final double[] momentum = new double[6];
  private final double[] tensor = new double[9];
  private final double[] tip = new double[3];

  /// @param flange from the last frame along its z, m
  Chain(List<Link> links, double flange) {
    this.links = links.toArray(Link[]::new);
    this.flange = flange;
    joints = links.size();
    twistCosine = links.stream().mapToDouble(link -> Math.cos(link.alpha())).toArray();
    twistSine = links.stream().mapToDouble(link -> Math.sin(link.alpha())).toArray();
    rotation = new double[9 * (joints + 1)];
    rotation[0] = rotation[4] = rotation[8] = 1;
    origin = new double[3 * (joints + 1)];
    axis = new double[6 * joints];
    inertia = new double[INERTIA * joints];
    composite = new double[INERTIA];
    velocity = new double[6 * (joints + 1)];
    acceleration = new double[6 * (joints + 1)];
    force = new double[6 * joints];
  }

  /// Computes everything that follows from `q` and `dq` of a state, into the same: pose, Jacobian,
  /// mass matrix (of the links alone), gravity, Coriolis.
  void evaluate(ArmState state) {
    for (int joint = 0; joint < joints; joint++) {
      place(joint, state.q[joint]);
      weigh(joint);
    }
    pose(state);
    jacobian(state);
    coriolis(state);
    massAndGravity(state);
  }

  private void place(int joint, double q) {
    Link link = links[joint];
    double c = Math.cos(q);
    double s = Math.sin(q);
    double ca = twistCosine[joint];
    double sa = twistSine[joint];
    int from = 9 * joint;
    int to = from + 9;
    int at = 3 * joint;
    for (int row = 0; row < 3; row++) {
      double x = rotation[from + 3 * row];
      double y = rotation[from + 3 * row + 1];
      double z = rotation[from + 3 * row + 2];
      rotation[to + 3 * row] = x * c + (y * ca + z * sa) * s;
      rotation[to + 3 * row + 1] = -x * s + (y * ca + z * sa) * c;
      rotation[to + 3 * row + 2] = z * ca - y * sa;
      origin[at + 3 + row] = origin[at + row] + x * link.a() + (z * ca - y * sa) * link.d();
      axis[6 * joint + row] = rotation[to + 3 * row + 2];
    }
    cross(origin, at + 3, axis, 6 * joint, axis, 6 * joint + 3);
  }

  /// Turns a link's inertia into the base's frame, about the base's origin.
  private void weigh(int joint) {
    Link link = links[joint];
    int r = 9 * (joint + 1);
    int to = INERTIA * joint;
    double mass = link.mass();
    Link.Centre centre = link.centre();
    for (int row = 0; row < 3; row++) {
      inertia[to + 1 + row] =
          mass
              * (origin[3 * (joint + 1) + row]
                  + rotation[r + 3 * row] * centre.x()
                  + rotation[r + 3 * row + 1] * centre.y()
                  + rotation[r + 3 * row + 2] * centre.z());
    }
    turn(link.inertia(), r);
    double x = inertia[to + 1];
    double y = inertia[to + 2];
    double z = inertia[to + 3];
    inertia[to] = mass;
    inertia[to + 4] = turned(r, 0, 0) + (y * y + z * z) / mass;
    inertia[to + 5] = turned(r, 0, 1) - x * y / mass;
    inertia[to + 6] = turned(r, 0, 2) - x * z / mass;
    inertia[to + 7] = turned(r, 1, 1) + (x * x + z * z) / mass;
    inertia[to + 8] = turned(r, 1, 2) - y * z / mass;
    inertia[to + 9] = turned(r, 2, 2) + (x * x + y * y) / mass;
  }

  /// Sets [#tensor] to rotation times inertia.
  private void turn(Link.Inertia of, int r) {
    for (int row = 0; row < 9; row += 3) {
      double x = rotation[r + row];
      double y = rotation[r + row + 1];
      double z = rotation[r + row + 2];
      tensor[row] = x * of.xx() + y * of.xy() + z * of.xz();
      tensor[row + 1] = x * of.xy() + y * of.yy() + z * of.yz();
      tensor[row + 2] = x * of.xz() + y * of.yz() + z * of.zz();
    }
  }

  /// Returns an element of [#tensor] times the transposed rotation.
  private double turned(int r, int row, int column) {
    return tensor[3 * row] * rotation[r + 3 * column]
        + tensor[3 * row + 1] * rotation[r + 3 * column + 1]
        + tensor[3 * row + 2] * rotation[r + 3 * column + 2];
  }

  private void pose(ArmState state) {
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        state.ee[4 * row + column] = rotation[9 * joints + 3 * row + column];
      }
      tip[row] = origin[3 * joints + row] + flange * rotation[9 * joints + 3 * row + 2];
      state.ee[4 * row + 3] = tip[row];
      state.ee[12 + row] = 0;
    }
    state.ee[15] = 1;
  }

  private void jacobian(ArmState state) {
    for (int joint = 0; joint < joints; joint++) {
      cross(axis, 6 * joint, tip, 0, momentum, 0);
      for (int row = 0; row < 3; row++) {
        state.jacobian[row * joints + joint] = axis[6 * joint + 3 + row] + momentum[row];
        state.jacobian[(row + 3) * joints + joint] = axis[6 * joint + row];
      }
    }
  }

  private void coriolis(ArmState state) {
    for (int joint = 0; joint < joints; joint++) {
      int from = 6 * joint;
      int to = from + 6;
      double dq = state.dq[joint];
      crossMotion(velocity, from, axis, from, acceleration, to);
      for (int part = 0; part < 6; part++) {
        velocity[to + part] = velocity[from + part] + axis[from + part] * dq;
        acceleration[to + part] = acceleration[from + part] + acceleration[to + part] * dq;
      }
      momentum(inertia, INERTIA * joint, velocity, to, momentum, 0);
      crossForce(velocity, to, momentum, force, from);
      momentum(inertia, INERTIA * joint, acceleration, to, momentum, 0);
      for (int part = 0; part < 6; part++) {
        force[from + part] += momentum[part];
      }
    }
    for (int joint = joints - 1; joint >= 0; joint--) {
      state.coriolis[joint] = power(axis, 6 * joint, force, 6 * joint);
      for (int part = 0; joint > 0 && part < 6; part++) {
        force[6 * joint - 6 + part] += force[6 * joint + part];
      }
    }
  }

  private void massAndGravity(ArmState state) {
    Arrays.fill(composite, 0);
    for (int joint = joints - 1; joint >= 0; joint--) {
      for (int part = 0; part < INERTIA; part++) {
        composite[part] += inertia[INERTIA * joint + part];
      }
      int at = 6 * joint;
      momentum(composite, 0, axis, at, momentum, 0);
      for (int other = joint; other >= 0; other--) {
        double mass = power(axis, 6 * other, momentum, 0);
        state.mass[joint * joints + other] = mass;
        state.mass[other * joints + joint] = mass;
      }
      state.gravity[joint] =
          GRAVITY
              * (axis[at] * composite[2]
                  - axis[at + 1] * composite[1]
                  + axis[at + 5] * composite[0]);
    }
  }

  /// Sets the momentum of an inertia that moves so.
  private static void momentum(
      double[] inertia, int at, double[] motion, int from, double[] into, int to) {
    double mass = inertia[at];
    double hx = inertia[at + 1];
    double hy = inertia[at + 2];
    double hz = inertia[at + 3];
    double wx = motion[from];
    double wy = motion[from + 1];
    double wz = motion[from + 2];
    double vx = motion[from + 3];
    double vy = motion[from + 4];
    double vz = motion[from + 5];
    double xy = inertia[at + 5];
    double xz = inertia[at + 6];
    double yz = inertia[at + 8];
    into[to] = inertia[at + 4] * wx + xy * wy + xz * wz + hy * vz - hz * vy;
    into[to + 1] = xy * wx + inertia[at + 7] * wy + yz * wz + hz * vx - hx * vz;
    into[to + 2] = xz * wx + yz * wy + inertia[at + 9] * wz + hx * vy - hy * vx;
    into[to + 3] = mass * vx + wy * hz - wz * hy;
    into[to + 4] = mass * vy + wz * hx - wx * hz;
    into[to + 5] = mass * vz + wx * hy - wy * hx;
  }

  /// Sets how a motion changes that is fixed to what moves so.
  private static void crossMotion(
      double[] moving, int at, double[] motion, int from, double[] into, int to) {
    cross(moving, at, motion, from + 3, into, to + 3);
    cross(moving, at + 3, motion, from, into, to);
    for (int row = 0; row < 3; row++) {
      into[to + 3 + row] += into[to + row];
    }
    cross(moving, at, motion, from, into, to);
  }

  /// Sets how a momentum changes that is fixed to what moves so.
  private static void crossForce(
      double[] moving, int at, double[] momentum, double[] into, int to) {
    cross(moving, at, momentum, 0, into, to);
    cross(moving, at + 3, momentum, 3, into, to + 3);
    for (int row = 0; row < 3; row++) {
      into[to + row] += into[to + 3 + row];
    }
    cross(moving, at, momentum, 3, into, to + 3);
  }

  private static double power(double[] motion, int at, double[] force, int from) {
    double sum = 0;
    for (int part = 0; part < 6; part++) {
      sum += motion[at + part] * force[from + part];
    }
    return sum;
  }

  private static void cross(double[] a, int at, double[] b, int from, double[] into, int to) {
    double x = a[at + 1] * b[from + 2] - a[at + 2] * b[from + 1];
    double y = a[at + 2] * b[from] - a[at] * b[from + 2];
    double z = a[at] * b[from + 1] - a[at + 1] * b[from];
    into[to] = x;
    into[to + 1] = y;
    into[to + 2] = z;
  }
}
