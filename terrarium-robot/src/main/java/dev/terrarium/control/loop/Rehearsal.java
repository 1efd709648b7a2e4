package dev.terrarium.control.loop;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.InMemory;
import dev.terrarium.safety.Permit;
import java.util.Optional;

/// Runs the cycles of a loop with an arm in memory, so that they are compiled before they are live.
///
/// Rounds go as fast as they can, each from begin to rest: of the controller, and of its rehearsal,
/// which does what may come later, and in which nothing is refused: an arm need not be able to do
/// all of it. When these are enough, a shorter round keeps to the clock.
final class Rehearsal {
  private static final int ROUND = 3_000;
  private static final int ROUND_BY_THE_CLOCK = 100;

  /// Those who compile meanwhile.
  interface Compilers {
    /// Whether they have done nothing since this was asked before.
    boolean areIdle();

    /// Leaves them the processors for a moment, which a round that is run meanwhile takes them.
    void pause();
  }

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

  /// Runs it; returns when enough cycles were run and nothing is compiled any more, or its time is
  /// over.
  ///
  /// @param byTheClock the clock that the loop will have
  void run(LoopClock byTheClock, Compilers compilers) {
    if (options.warmUp().cycles() == 0) {
      return;
    }
    Records records =
        Records.create(
            arm.limits().joints(),
            controller.extras(),
            new Sharing(Optional.empty(), Optional.empty(), 64));
    try {
      run(byTheClock, compilers, records);
    } finally {
      records.ring().release();
    }
  }

  private void run(LoopClock byTheClock, Compilers compilers, Records records) {
    WarmUp warmUp = options.warmUp();
    Controller rehearsal = controller.rehearsal();
    long until = System.nanoTime() + warmUp.atMost().toNanos();
    if (warmUp.untilCompiled()) {
      byTheClock.rehearse();
    }
    int cycles = 0;
    boolean isEnough = false;
    while (!isEnough && isGoingOn(until)) {
      cycles += round(rehearsal, new LoopClock.OfRehearsal(), ROUND, records).count;
      cycles += own(new LoopClock.OfRehearsal(), ROUND, records);
      if (cycles >= warmUp.cycles()) {
        var _ = own(byTheClock, ROUND_BY_THE_CLOCK, records);
        isEnough = !warmUp.untilCompiled() || compilers.areIdle();
        while (!isEnough && isGoingOn(until) && !compilers.areIdle()) {
          compilers.pause();
        }
      }
    }
  }

  private boolean isGoingOn(long until) {
    return System.nanoTime() - until < 0 && permit.isValid();
  }

  private int own(LoopClock clock, int live, Records records) {
    Round round = round(controller, clock, live, records);
    refuse(round.ending, round.count);
    return round.count;
  }

  /// @param count of its cycles
  private record Round(int count, Ending ending) {}

  /// Runs some cycles, then those that bring the arm to rest.
  private Round round(Controller rehearsed, LoopClock clock, int live, Records records) {
    var cycles = new Cycles(InMemory.of(arm), rehearsed, permit, options, clock, records);
    cycles.begin();
    int count = 1;
    while (cycles.cycle()) {
      count++;
      if (count == live) {
        cycles.stop();
      }
    }
    return new Round(count, cycles.finish());
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
