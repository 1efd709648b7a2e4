package dev.terrarium.control.loop;

import java.util.Arrays;
import java.util.List;

/// What can be said of a cycle, a bit for each.
public enum CycleFlag {
  /// One deadline or more had passed before it, unserved.
  LATE(1),
  /// Its torques are not the controller's: they bring the arm to rest.
  SAFE(2),
  /// The controller took longer than a period.
  SLOW(4),
  /// The controller gave a torque that is no number.
  NOT_A_NUMBER(8),
  /// The controller threw something.
  THREW(16);

  private final long mask;

  CycleFlag(long mask) {
    this.mask = mask;
  }

  /// Returns those whose bit is set.
  public static List<CycleFlag> of(long flags) {
    return Arrays.stream(values()).filter(flag -> flag.isIn(flags)).toList();
  }

  /// Returns its bit in [CycleRow#flags].
  public long mask() {
    return mask;
  }

  /// Whether its bit is set.
  public boolean isIn(long flags) {
    return (flags & mask) != 0;
  }
}
