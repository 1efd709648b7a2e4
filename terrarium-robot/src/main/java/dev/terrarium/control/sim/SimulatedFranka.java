package dev.terrarium.control.sim;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.Kinematics;
import dev.terrarium.control.robot.Reflex;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A Franka arm that is computed: seven joints that take torques at 1 kHz, with the limits and the
/// reflexes of the real one.
///
/// It moves when it is read: by a millisecond for each that has passed since the read before, by
/// the caller's clock. A millisecond whose torques did not come in time uses the last ones again;
/// after 20 in a row it stops, with `communication_constraints_violation`. After a reflex each
/// joint brakes as hard as it may and then stands, until the arm is begun again.
///
/// One thread owns it, as every [Arm]; [#push], [#pushFlange] and [#lose] may be called by any.
/// `docs/reference/simulated-franka.md` has the numbers and what is not modelled.
public final class SimulatedFranka implements Arm {
  private static final double[] READY = {0, 0, 0, -1.57079, 0, 1.57079, -0.7853};

  private final String name;
  private final FrankaParameters parameters;
  private final Physics physics;
  private final Packets packets = new Packets();
  private final Watch watch;
  private final Pushes pushes;
  private final ArmState now;
  private final double[] given;
  private final double[] sum;
  private final AtomicInteger losing = new AtomicInteger();
  private boolean begun;

  SimulatedFranka(String name, FrankaParameters parameters, Physics physics, double[] q) {
    int joints = parameters.limits().joints();
    this.name = name;
    this.parameters = parameters;
    this.physics = physics;
    watch = new Watch(parameters);
    pushes = new Pushes(joints);
    now = new ArmState(joints);
    given = new double[joints];
    sum = new double[joints];
    stand(q);
  }

  /// Makes a Franka Research 3 in its home posture.
  public static SimulatedFranka fr3() {
    return of(FrankaParameters.fr3(), READY);
  }

  /// Makes an arm of these parameters.
  ///
  /// @param q where its joints stand, rad; within the limits
  public static SimulatedFranka of(FrankaParameters parameters, double[] q) {
    return new SimulatedFranka("franka-sim", parameters, new OwnPhysics(parameters), q);
  }

  /// Returns what it is made of.
  public FrankaParameters parameters() {
    return parameters;
  }

  /// Moves it by hand while nobody controls it.
  ///
  /// @param q where its joints then stand, rad; within the limits
  /// @throws IllegalStateException if it is controlled
  public void place(double[] q) {
    if (begun) {
      throw new IllegalStateException(
          "%s is controlled: end that before it is moved by hand".formatted(name));
    }
    stand(q);
  }

  /// Turns its joints from outside.
  ///
  /// @param torques N m for each; more than 100 for one is a `joint_reflex`
  /// @param cycles for how many milliseconds; a new push ends the one before
  public void push(double[] torques, int cycles) {
    pushes.push(finite("torques", torques, now.joints), new double[3], count(cycles));
  }

  /// Pushes its flange.
  ///
  /// @param force N along x, y and z of the base's frame; more than 100 is a `cartesian_reflex`
  /// @param cycles for how many milliseconds; a new push ends the one before
  public void pushFlange(double[] force, int cycles) {
    pushes.push(new double[now.joints], finite("force", force, 3), count(cycles));
  }

  /// Drops the torques of the next cycles, as a bad network does.
  ///
  /// @param cycles how many; 20 in a row are a `communication_constraints_violation`
  public void lose(int cycles) {
    losing.set(count(cycles));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ArmLimits limits() {
    return parameters.limits();
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public Arm rehearsal() {
    double[] q = now.q.clone();
    for (int joint = 0; joint < q.length; joint++) {
      q[joint] = Math.clamp(q[joint], limits().lower(joint), limits().upper(joint));
    }
    return new SimulatedFranka(name + ", rehearsed", parameters, physics.another(), q);
  }

  @Override
  public Optional<Kinematics> kinematics() {
    var chain = new Chain(parameters.links(), parameters.flange());
    var state = new ArmState(now.joints);
    return Optional.of((q, ee, jacobian) -> {
      System.arraycopy(q, 0, state.q, 0, state.joints);
      chain.evaluate(state);
      System.arraycopy(state.ee, 0, ee, 0, ee.length);
      System.arraycopy(state.jacobian, 0, jacobian, 0, jacobian.length);
    });
  }

  @Override
  public void begin(long nanoTime) {
    if (begun) {
      throw new ArmException(
          "%s is controlled already: end that before it is begun again".formatted(name));
    }
    for (int joint = 0; joint < now.joints; joint++) {
      double q = now.q[joint];
      if (!(q >= limits().lower(joint) && q <= limits().upper(joint))) {
        throw new ArmException(
            "joint %d of %s stands at %.4f rad, outside its limits of %.4f to %.4f: move it by hand with place()"
                .formatted(joint + 1, name, q, limits().lower(joint), limits().upper(joint)));
      }
    }
    still();
    now.reflexes = 0;
    now.nanoTime = nanoTime;
    now.successRate = 1;
    packets.begin();
    begun = true;
  }

  @Override
  public void read(ArmState into, long nanoTime) {
    if (begun) {
      long due = packets.due(nanoTime);
      while (due > 0 && (now.reflexes == 0 || !stands())) {
        due--;
        pass();
      }
      now.successRate = now.reflexes == 0 ? packets.rate() : 0;
    }
    now.nanoTime = nanoTime;
    into.copyFrom(now);
  }

  @Override
  public void write(double[] torques, long nanoTime) {
    if (!begun || now.reflexes != 0 || isLost() || !packets.take(nanoTime)) {
      return;
    }
    long found = watch.torques(torques, now.lastTorque);
    if (found != 0) {
      trip(found);
      return;
    }
    System.arraycopy(torques, 0, given, 0, given.length);
  }

  @Override
  public void end() {
    still();
    begun = false;
  }

  private void pass() {
    if (now.reflexes == 0) {
      move();
    } else {
      brake();
    }
    physics.evaluate(now);
  }

  private void move() {
    if (packets.pass()) {
      System.arraycopy(given, 0, now.lastTorque, 0, given.length);
    }
    if (packets.lost() >= Packets.MOST_LOST) {
      trip(Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION.mask());
      return;
    }
    double[] outside = pushes.now(now);
    long found = watch.outside(outside, pushes.force());
    for (int joint = 0; joint < sum.length; joint++) {
      sum[joint] = now.lastTorque[joint] + outside[joint];
    }
    physics.step(now, sum);
    found |= watch.motion(now);
    if (found != 0) {
      trip(found);
    }
  }

  private void trip(long reflexes) {
    now.reflexes |= reflexes;
    now.successRate = 0;
    Arrays.fill(now.lastTorque, 0);
  }

  private void brake() {
    for (int joint = 0; joint < now.joints; joint++) {
      double most = limits().acceleration(joint) * Stepper.SECONDS;
      double dq = now.dq[joint];
      now.dq[joint] = dq - Math.clamp(dq, -most, most);
      now.q[joint] += now.dq[joint] * Stepper.SECONDS;
    }
  }

  private boolean stands() {
    for (int joint = 0; joint < now.joints; joint++) {
      if (now.dq[joint] != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isLost() {
    if (losing.get() <= 0) {
      return false;
    }
    losing.decrementAndGet();
    return true;
  }

  private void stand(double[] q) {
    double[] checked = finite("q", q, now.joints);
    for (int joint = 0; joint < now.joints; joint++) {
      if (checked[joint] < limits().lower(joint) || checked[joint] > limits().upper(joint)) {
        throw new IllegalArgumentException(
            "q[%d] is %s rad: %s has limits of %s to %s"
                .formatted(
                    joint,
                    checked[joint],
                    parameters.model(),
                    limits().lower(joint),
                    limits().upper(joint)));
      }
    }
    System.arraycopy(checked, 0, now.q, 0, now.joints);
    still();
  }

  /// The brakes close: nothing moves, nothing is pushed, no torques are kept.
  private void still() {
    Arrays.fill(now.dq, 0);
    Arrays.fill(now.lastTorque, 0);
    Arrays.fill(given, 0);
    pushes.end();
    losing.set(0);
    physics.rest();
    physics.evaluate(now);
  }

  private static int count(int cycles) {
    if (cycles < 0) {
      throw new IllegalArgumentException("cycles is how many, 0 or more, not " + cycles);
    }
    return cycles;
  }

  private static double[] finite(String what, double[] values, int size) {
    if (values.length != size) {
      throw new IllegalArgumentException(
          "%s is %d numbers, not %d".formatted(what, size, values.length));
    }
    for (int index = 0; index < size; index++) {
      if (!Double.isFinite(values[index])) {
        throw new IllegalArgumentException(
            "%s[%d] is %s: expected a finite number".formatted(what, index, values[index]));
      }
    }
    return values.clone();
  }
}
