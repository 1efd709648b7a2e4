package dev.terrarium.control;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;

/// Two joints of 1 kg m² each, with a little friction, that move by what has passed by the caller's
/// clock, however late he is; nothing makes it stop by a reflex but a test.
final class ElapsedArm implements Arm {
  private static final double CYCLE = 1e-3;
  private static final long LONGEST = 100;

  final ArmLimits limits =
      ArmLimits.between(new double[] {-3, -3}, new double[] {3, 3})
          .velocity(10, 10)
          .acceleration(1000, 1000)
          .torque(87, 12)
          .torqueRate(1000, 1000)
          .reach(0.3, 0.8)
          .build();
  final double[] q = new double[2];
  final double[] dq = new double[2];
  volatile boolean isHeld;
  volatile long reflexes;
  volatile int begun;
  volatile int ended;

  /// What happens when a rehearsal is asked for, and in each read of the one that is live.
  volatile Runnable rehearses = () -> {};

  volatile Runnable reads = () -> {};
  private final double[] torque = new double[2];
  private long time;

  @Override
  public String name() {
    return "elapsed";
  }

  @Override
  public ArmLimits limits() {
    return limits;
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public Arm rehearsal() {
    rehearses.run();
    var copy = new ElapsedArm();
    System.arraycopy(q, 0, copy.q, 0, 2);
    return copy;
  }

  @Override
  public void begin(long nanoTime) {
    begun++;
    time = nanoTime;
    torque[0] = 0;
    torque[1] = 0;
  }

  @Override
  public void read(ArmState into, long nanoTime) {
    reads.run();
    long steps = Math.min(LONGEST, (nanoTime - time) / 1_000_000);
    for (long step = 0; step < steps; step++) {
      pass();
    }
    time = steps == LONGEST ? nanoTime : time + steps * 1_000_000;
    System.arraycopy(q, 0, into.q, 0, 2);
    System.arraycopy(dq, 0, into.dq, 0, 2);
    System.arraycopy(torque, 0, into.lastTorque, 0, 2);
    for (int index = 0; index < 4; index++) {
      into.mass[index] = index % 3 == 0 ? 1 : 0;
      into.ee[5 * index] = 1;
    }
    into.ee[3] = 0.1 * q[0];
    into.nanoTime = nanoTime;
    into.reflexes = reflexes;
    into.successRate = 1;
  }

  private void pass() {
    for (int joint = 0; joint < 2; joint++) {
      dq[joint] = isHeld ? 0 : dq[joint] + (torque[joint] - 0.2 * dq[joint]) * CYCLE;
      q[joint] += dq[joint] * CYCLE;
    }
  }

  @Override
  public void write(double[] torques, long nanoTime) {
    System.arraycopy(torques, 0, torque, 0, 2);
  }

  @Override
  public void end() {
    ended++;
  }
}
