package dev.terrarium.control.loop;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.InMemory;
import dev.terrarium.safety.Permit;
import java.util.Optional;

/// Runs the cycles of a loop with an arm in memory, so that they are compiled before they are live.
///
/// Rounds go as fast as they can, each from begin to rest. The last keeps to the clock, so that
/// waiting is compiled, too.
final class Rehearsal {
  private static final int ROUND = 3_000;
  private static final int ROUND_BY_THE_CLOCK = 100;

  private final Arm arm;
  private final Controller controller;
  private final Permit permit;
  private final LoopOptions options;

  Rehearsal(Arm arm, Controller controller, Permit permit, LoopOptions options) {
    this.arm = arm;
    this.controller = controller;
    this.permit = permit;
    this.options = options;
  }

  /// Runs it; returns when enough cycles were run, or their time is over.
  ///
  /// @param byTheClock the clock that the loop will have
  void run(LoopClock byTheClock) {
    Records records =
        Records.create(
            arm.limits().joints(),
            controller.extras(),
            new Sharing(Optional.empty(), Optional.empty(), 64));
    try {
      run(byTheClock, records);
    } finally {
      records.ring().release();
    }
  }

  private void run(LoopClock byTheClock, Records records) {
    WarmUp warmUp = options.warmUp();
    long began = System.nanoTime();
    int cycles = 0;
    while (cycles < warmUp.cycles()
        && System.nanoTime() - began < warmUp.atMost().toNanos()
        && permit.isValid()) {
      cycles += round(new LoopClock.OfRehearsal(), ROUND, records);
    }
    if (warmUp.cycles() > 0) {
      var _ = round(byTheClock, ROUND_BY_THE_CLOCK, records);
    }
  }

  /// Runs some cycles, then those that bring the arm to rest.
  private int round(LoopClock clock, int live, Records records) {
    var cycles = new Cycles(InMemory.of(arm), controller, permit, options, clock, records);
    cycles.begin();
    int count = 1;
    while (cycles.cycle()) {
      count++;
      if (count == live) {
        cycles.stop();
      }
    }
    refuse(cycles.finish(), count);
    return count;
  }

  private void refuse(Ending ending, int cycle) {
    Throwable thrown = ending.cause();
    if (ending.reason == Ending.Reason.CONTROLLER) {
      throw new IllegalStateException(
          "%s threw something in cycle %d of its rehearsal, and the arm was left alone: %s"
              .formatted(controller.subject(), cycle, thrown),
          thrown);
    }
    if (ending.reason == Ending.Reason.ARM && thrown != null) {
      throw new ArmException(
          "the arm in memory failed in cycle %d of the rehearsal, and the arm was left alone: %s"
              .formatted(cycle, thrown.getMessage()),
          thrown);
    }
    if (ending.reason == Ending.Reason.NOT_A_NUMBER) {
      throw new IllegalStateException(
          "%s gave %s as the torque of joint %d in cycle %d of its rehearsal, and the arm was left alone: expected a finite torque"
              .formatted(controller.subject(), ending.torque(), ending.joint(), cycle));
    }
  }
}
