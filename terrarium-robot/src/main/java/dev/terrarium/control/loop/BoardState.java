package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;

/// What a board tells of its loop: room for the numbers, written again by each read.
///
/// Times are ns, as [System#nanoTime] tells them.
public final class BoardState {
  /// Which cycle, counted from 0 by deadlines.
  public long cycle;

  /// When the cycle was to begin.
  public long deadline;

  /// When it began.
  public long woke;

  /// When the arm had taken its torques.
  public long written;

  /// The loop's phase, as [LoopPhase#number] has it.
  public long phase;

  /// The number of the law, as the controller tells it.
  public long law;

  /// What can be said of the cycle, as [CycleFlag#mask] has it.
  public long flags;

  /// 1 if the robot was permitted to move, else 0.
  public long permit;

  /// How many cycles the loop has run.
  public long cycles;

  /// How many it has missed.
  public long missed;

  /// In how many of them the controller took longer than a period.
  public long slow;

  /// How the arm stands.
  public final ArmState arm;

  /// The torques that the arm was given, N m without gravity.
  public final double[] torque;

  /// The controller's own numbers.
  public final double[] extras;

  /// Makes room.
  public BoardState(int joints, int extras) {
    arm = new ArmState(joints);
    torque = new double[joints];
    this.extras = new double[extras];
  }

  @Override
  public String toString() {
    return "cycle %d, q %s rad, dq %s rad/s, torque %s N m, flags %s"
        .formatted(
            cycle,
            Arrays.toString(arm.q),
            Arrays.toString(arm.dq),
            Arrays.toString(torque),
            CycleFlag.of(flags));
  }
}
