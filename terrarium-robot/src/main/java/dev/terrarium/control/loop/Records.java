package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;

/// Where a loop's cycles are told.
record Records(StateBoard board, CycleRing ring) {
  static Records create(int joints, int extras, Sharing sharing) {
    if (extras < 0) {
      throw new IllegalArgumentException(
          "a controller tells 0 numbers of its own or more, not " + extras);
    }
    return new Records(
        StateBoard.create(joints, extras, sharing.board()),
        CycleRing.create(joints, extras, sharing.rows(), sharing.ring()));
  }

  void add(CycleRow cycle, ArmState arm, Tally tally) {
    board.publish(cycle, arm, tally);
    ring.append(cycle, arm);
  }
}
