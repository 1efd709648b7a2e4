package dev.terrarium.control;

/// Where in a board's and a ring's extras an [ArmController] tells what; `docs/guide/robot-arm.md`
/// has the table.
final class Extra {
  /// Which taking over of a law it is.
  static final int SWAP = 0;

  /// How long ago the way of a move ended, s; below 0 while it goes on, 0 without one.
  static final int PAST = 1;

  /// How often a target got too old.
  static final int DECAYS = 2;

  /// 1 while the target is too old, else 0.
  static final int DECAYED = 3;

  /// The positions wanted, `[n]`, and after them the pose wanted, 4×4.
  static final int WANTED = 4;

  private static final int POSE = 16;

  private Extra() {}

  /// Returns how many there are.
  static int count(int joints) {
    return WANTED + joints + POSE;
  }
}
