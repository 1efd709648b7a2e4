package dev.terrarium.control.loop;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joints of 1 kg m² each, without friction, that move by 1 ms with each torque that is written.
final class SteppedArm implements Arm {
  static final double SECONDS = 1e-3;

  final double[] q;
  final double[] dq;
  final List<double[]> written = new ArrayList<>();
  final ArmLimits limits;
  boolean isKept = true;
  boolean isStuck;
  boolean hasRehearsal = true;

  /// What happens until its next packet comes, if it keeps the time.
  @Nullable Runnable packet;

  long reflexes;
  double ee;
  int begun;
  int ended;
  @Nullable RuntimeException failsToBegin;
  @Nullable RuntimeException failsToRead;
  @Nullable RuntimeException failsToWrite;
  @Nullable RuntimeException failsToEnd;
  private final double[] last;
  private int writes;

  SteppedArm(ArmLimits limits) {
    this.limits = limits;
    q = new double[limits.joints()];
    dq = new double[limits.joints()];
    last = new double[limits.joints()];
  }

  /// Makes one of two joints with 87 and 12 N m, and 1,000 N m/s.
  static SteppedArm ofTwo() {
    return new SteppedArm(
        ArmLimits.between(new double[] {-3, -3}, new double[] {3, 3})
            .torque(87, 12)
            .torqueRate(1000, 1000)
            .build());
  }

  int writes() {
    return writes;
  }

  double[] lastWritten() {
    return written.getLast();
  }

  @Override
  public String name() {
    return "stepped";
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
    if (!hasRehearsal) {
      return this;
    }
    var copy = new SteppedArm(limits);
    copy.isKept = false;
    System.arraycopy(q, 0, copy.q, 0, q.length);
    return copy;
  }

  @Override
  public boolean keepsTime() {
    return packet != null;
  }

  @Override
  public void begin(long nanoTime) {
    begun++;
    if (failsToBegin != null) {
      throw failsToBegin;
    }
  }

  @Override
  public void read(ArmState into, long nanoTime) {
    if (packet != null) {
      packet.run();
    }
    if (failsToRead != null) {
      throw failsToRead;
    }
    System.arraycopy(q, 0, into.q, 0, q.length);
    System.arraycopy(dq, 0, into.dq, 0, q.length);
    System.arraycopy(last, 0, into.lastTorque, 0, q.length);
    Arrays.fill(into.ee, 0);
    into.ee[0] = ee;
    into.ee[3] = 0.3;
    into.ee[7] = 0.4;
    into.ee[11] = 0.5;
    into.nanoTime = nanoTime;
    into.reflexes = reflexes;
    into.successRate = 1;
  }

  @Override
  public void write(double[] torques, long nanoTime) {
    if (failsToWrite != null) {
      throw failsToWrite;
    }
    writes++;
    System.arraycopy(torques, 0, last, 0, last.length);
    if (isKept) {
      written.add(torques.clone());
    }
    for (int joint = 0; joint < q.length && !isStuck; joint++) {
      dq[joint] += torques[joint] * SECONDS;
      q[joint] += dq[joint] * SECONDS;
    }
  }

  @Override
  public void end() {
    ended++;
    if (failsToEnd != null) {
      throw failsToEnd;
    }
  }
}
