package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;

/// Limits torques that would accelerate a joint too much, or drive it beyond its speed or its
/// range.
///
/// For each joint, with a its largest acceleration and T = 80 ms:
///
/// 1. The speed that is allowed, v, is 90 % of the largest at q + q̇ T, where the joint will be. It
///    falls towards the ends of the range, as [ArmLimits#velocityUp] says, and at least so that
///    half of a is enough to stop 0.01 rad before them. Since v is a concave function of q, a joint
///    whose q̈ is (v − q̇) / T is never faster than v where it stands.
/// 2. Allowed: upwards min(a, (v − q̇) / T), so that a joint comes closer to its speed by e in each
///    T, and slows down, by up to a, if it is beyond; downwards the same with signs changed.
///    Against the motion |q̇| / T more, up to a / 2: a joint that moves may be braked harder than
///    it may be driven, and the two are one where it comes to rest.
/// 3. Seen: f = M q̈ − τ of the cycle before, smoothed over four cycles, is what turns the joints
///    besides their motors. It has in it what no model knows: friction, contact, a load.
/// 4. The torques are those nearest to the law's with M⁻¹ (τ + f) within what is allowed, where
///    each joint's acceleration is the business of its own motor: a torque is reduced, at most to
///    zero, and to less, which is to say against the motion, only for a joint that comes near its
///    speed. So this drives no joint. These torques are one solution of a linear complementarity
///    problem of a positive matrix; it is found joint by joint (projected Gauss-Seidel), begun from
///    what the cycle before took away.
/// 5. Torques change by bounded steps, and joints pull at each other: while a joint is near its
///    speed, laws have half of each joint's step, so that brakes outrun them.
///
/// Where the mass matrix is none, because it is not positive, 3 to 5 are replaced by: a torque in
/// the direction of a joint that has reached its speed is zero.
final class MotionLimit {
  private static final double CYCLE = 1e-3;
  private static final double CYCLE_NANOS = 1e6;
  private static final double HORIZON = 0.08;

  /// The share of the largest speed that is used, so that a pull of other joints is no reflex.
  private static final double WITHIN_SPEED = 0.9;

  /// How far from the ends of its range a joint is stopped, rad.
  private static final double BEFORE_END = 0.01;

  /// How much harder than it is driven a joint may be braked, of its largest acceleration.
  private static final double BRAKING = 0.5;

  /// The share of a joint's speed that is left when it is near it, if its acceleration is large.
  private static final double NEAR = 0.5;

  private static final double SMOOTHING = 0.25;
  private static final double STEP_OF_LAWS = 0.5;
  private static final int ROUNDS = 30;

  /// Torques that change by less have been found, N m.
  private static final double FOUND = 1e-9;

  private final ArmLimits limits;
  private final int joints;
  private final Response response;

  // Of the cycles before.
  private final double[] before;
  private final double[] foreign;
  private final double[] taken;
  private long beforeNanos;
  private boolean isFirst;

  // Of this cycle.
  private final double[] up;
  private final double[] down;
  private final boolean[] isNearUp;
  private final boolean[] isNearDown;
  private final double[] wanted;
  private final double[] acceleration;

  MotionLimit(ArmLimits limits) {
    this.limits = limits;
    joints = limits.joints();
    response = new Response(joints);
    before = new double[joints];
    foreign = new double[joints];
    taken = new double[joints];
    up = new double[joints];
    down = new double[joints];
    isNearUp = new boolean[joints];
    isNearDown = new boolean[joints];
    wanted = new double[joints];
    acceleration = new double[joints];
  }

  void begin(ArmState state) {
    keep(state);
    Arrays.fill(taken, 0);
    isFirst = true;
  }

  private void keep(ArmState state) {
    System.arraycopy(state.dq, 0, before, 0, joints);
    beforeNanos = state.nanoTime;
  }

  /// Limits the torques of one cycle.
  ///
  /// @param low the least that each joint may be given now
  /// @param high the most
  /// @param torques finite; within both afterwards
  void limit(ArmState state, double[] low, double[] high, double[] torques) {
    boolean isNear = false;
    for (int joint = 0; joint < joints; joint++) {
      isNear |= allow(joint, state.q[joint], state.dq[joint]);
    }
    if (response.of(state.mass)) {
      see(state);
      want(isNear ? STEP_OF_LAWS : 1, state.lastTorque, low, high, torques);
      solve(low, high, torques);
    } else {
      for (int joint = 0; joint < joints; joint++) {
        double most = up[joint] > 0 ? high[joint] : 0;
        double least = down[joint] > 0 ? low[joint] : 0;
        torques[joint] = within(within(torques[joint], least, most), low[joint], high[joint]);
      }
    }
    keep(state);
  }

  /// Finds the accelerations that a joint is allowed; returns whether it comes near its speed.
  private boolean allow(int joint, double q, double speed) {
    double soon = q + speed * HORIZON;
    double above = WITHIN_SPEED * fastestUp(joint, soon + BEFORE_END) - speed;
    double below = WITHIN_SPEED * fastestDown(joint, soon - BEFORE_END) + speed;
    double most = limits.acceleration(joint);
    double braking = Math.min(BRAKING * most, Math.abs(speed) / HORIZON);
    up[joint] = within(above / HORIZON, -most, most) + (speed < 0 ? braking : 0);
    down[joint] = within(below / HORIZON, -most, most) + (speed > 0 ? braking : 0);
    double near = Math.min(most * HORIZON, NEAR * limits.velocity(joint));
    isNearUp[joint] = speed > 0 && above < near;
    isNearDown[joint] = speed < 0 && below < near;
    return isNearUp[joint] || isNearDown[joint];
  }

  private double fastestUp(int joint, double q) {
    return Math.min(limits.velocityUp(joint, q), toStop(joint, limits.upper(joint) - q));
  }

  private double fastestDown(int joint, double q) {
    return Math.min(limits.velocityDown(joint, q), toStop(joint, q - limits.lower(joint)));
  }

  /// The speed from which half of the acceleration stops within a distance.
  private double toStop(int joint, double room) {
    return room > 0 ? Math.sqrt(limits.acceleration(joint) * room) : 0;
  }

  private void see(ArmState state) {
    double seconds = CYCLE * Math.max(1, Math.rint((state.nanoTime - beforeNanos) / CYCLE_NANOS));
    for (int row = 0; row < joints; row++) {
      double force = -state.lastTorque[row];
      for (int column = 0; column < joints; column++) {
        double seen = (state.dq[column] - before[column]) / seconds;
        force += state.mass[row * joints + column] * seen;
      }
      foreign[row] += (isFirst ? 1 : SMOOTHING) * (force - foreign[row]);
    }
    isFirst = false;
  }

  private void want(double share, double[] last, double[] low, double[] high, double[] torques) {
    for (int joint = 0; joint < joints; joint++) {
      double least = last[joint] - share * (last[joint] - low[joint]);
      double most = last[joint] + share * (high[joint] - last[joint]);
      wanted[joint] = within(torques[joint], least, most);
    }
  }

  private void solve(double[] low, double[] high, double[] torques) {
    Arrays.fill(acceleration, 0);
    for (int joint = 0; joint < joints; joint++) {
      torques[joint] = within(wanted[joint] - taken[joint], low[joint], high[joint]);
    }
    response.add(foreign, acceleration);
    response.add(torques, acceleration);
    double change = 1;
    for (int round = 0; round < ROUNDS && change > FOUND; round++) {
      change = 0;
      for (int joint = 0; joint < joints; joint++) {
        double next = within(limited(joint, torques[joint]), low[joint], high[joint]);
        double more = next - torques[joint];
        if (more != 0) {
          torques[joint] = next;
          response.add(joint, more, acceleration);
          change = Math.max(change, Math.abs(more));
        }
      }
    }
    for (int joint = 0; joint < joints; joint++) {
      taken[joint] = wanted[joint] - torques[joint];
    }
  }

  /// Returns what is left of a joint's torque beside the others' that there are.
  private double limited(int joint, double torque) {
    double own = response.own(joint);
    double most = torque + (up[joint] - acceleration[joint]) / own;
    double least = torque - (down[joint] + acceleration[joint]) / own;
    double law = wanted[joint];
    if (law > most) {
      return isNearUp[joint] ? most : Math.max(most, Math.min(law, 0));
    }
    if (law < least) {
      return isNearDown[joint] ? least : Math.min(least, Math.max(law, 0));
    }
    return law;
  }

  private static double within(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }
}
