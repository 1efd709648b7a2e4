package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;
import java.util.Optional;

/// Rings that a test writes, row by row, for those that read them.
public final class Rings {
  private Rings() {}

  public static CycleRing create(int joints, int extras, int rows) {
    return CycleRing.create(joints, extras, rows, Optional.empty());
  }

  /// Does what a loop does that is closed and has ended.
  public static void release(CycleRing ring) {
    ring.release();
  }

  public static void append(CycleRing ring, CycleRow row) {
    var arm = new ArmState(ring.joints());
    System.arraycopy(row.q, 0, arm.q, 0, row.q.length);
    System.arraycopy(row.dq, 0, arm.dq, 0, row.dq.length);
    System.arraycopy(row.lastTorque, 0, arm.lastTorque, 0, row.lastTorque.length);
    for (int axis = 0; axis < 3; axis++) {
      arm.ee[4 * axis + 3] = row.position[axis];
    }
    arm.reflexes = row.reflexes;
    ring.append(row, arm);
  }
}
