package dev.terrarium.session.arm;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.concurrent.CountDownLatch;

/// Seven joints of 1 kg m² each, with a little friction, that move by what has passed by the
/// caller's clock, however late he is; nothing makes it stop by a reflex but a test.
public final class PatientArm implements Arm {
  private static final double CYCLE = 1e-3;
  private static final long LONGEST = 100;
  private static final int JOINTS = 7;

  private final ArmLimits limits = ArmModel.FR3.parameters().limits();
  private final double[] q = ArmModel.FR3.home();
  private final double[] dq = new double[JOINTS];
  private final double[] torque = new double[JOINTS];
  private long time;

  /// What stops it.
  public volatile long reflexes;

  /// What its next cycle waits for.
  public volatile CountDownLatch awaited = new CountDownLatch(0);

  /// How often it has been let go of.
  public volatile int ended;

  @Override
  public String name() {
    return "patient";
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
    var copy = new PatientArm();
    System.arraycopy(q, 0, copy.q, 0, JOINTS);
    return copy;
  }

  @Override
  public void begin(long nanoTime) {
    time = nanoTime;
  }

  @Override
  public void read(ArmState into, long nanoTime) {
    try {
      awaited.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    long steps = Math.min(LONGEST, (nanoTime - time) / 1_000_000);
    for (long step = 0; step < steps; step++) {
      pass();
    }
    time = steps == LONGEST ? nanoTime : time + steps * 1_000_000;
    System.arraycopy(q, 0, into.q, 0, JOINTS);
    System.arraycopy(dq, 0, into.dq, 0, JOINTS);
    System.arraycopy(torque, 0, into.lastTorque, 0, JOINTS);
    for (int joint = 0; joint < JOINTS; joint++) {
      into.mass[joint * (JOINTS + 1)] = 1;
    }
    for (int index = 0; index < 4; index++) {
      into.ee[5 * index] = 1;
    }
    for (int axis = 0; axis < 3; axis++) {
      into.ee[4 * axis + 3] = 0.1 * q[axis];
      into.jacobian[axis * (JOINTS + 1)] = 0.1;
      into.jacobian[(axis + 3) * (JOINTS + 1)] = 1;
    }
    into.nanoTime = nanoTime;
    into.reflexes = reflexes;
    into.successRate = 1;
  }

  private void pass() {
    for (int joint = 0; joint < JOINTS; joint++) {
      dq[joint] += (torque[joint] - 0.2 * dq[joint]) * CYCLE;
      q[joint] += dq[joint] * CYCLE;
    }
  }

  @Override
  public void write(double[] torques, long nanoTime) {
    System.arraycopy(torques, 0, torque, 0, JOINTS);
  }

  @Override
  public void end() {
    ended++;
  }
}
