package dev.terrarium.control.loop;

import java.util.Arrays;

/// One cycle as a ring tells it: room for the numbers, written again by each read.
///
/// Times are ns, as [System#nanoTime] tells them; lists have one number for each joint.
public final class CycleRow {
  /// Which cycle, counted from 0 by deadlines: those that were missed count.
  public long cycle;

  /// When it was to begin.
  public long deadline;

  /// When it began.
  public long woke;

  /// When the arm's state had been read.
  public long read;

  /// When its torques were there.
  public long computed;

  /// When the arm had taken them.
  public long written;

  /// What can be said of it, as [CycleFlag#mask] has it.
  public long flags;

  /// How many cycles were missed between the one before and this.
  public long missed;

  /// 1 if the robot was permitted to move when the torques were written, else 0.
  public long permit;

  /// The reflexes that have stopped the arm, as [dev.terrarium.control.robot.Reflex#mask] has them.
  public long reflexes;

  /// The number of the law, as the controller tells it.
  public long law;

  /// Positions, rad.
  public final double[] q;

  /// Velocities, rad/s.
  public final double[] dq;

  /// The torques that the arm was given in this cycle, N m without gravity.
  public final double[] torque;

  /// The torques that the arm took last before, N m without gravity.
  public final double[] lastTorque;

  /// Where the flange is, m: x, y, z in the base's frame.
  public final double[] position;

  /// The controller's own numbers.
  public final double[] extras;

  /// Makes room.
  public CycleRow(int joints, int extras) {
    q = new double[joints];
    dq = new double[joints];
    torque = new double[joints];
    lastTorque = new double[joints];
    position = new double[3];
    this.extras = new double[extras];
  }

  @Override
  public String toString() {
    return "cycle %d, q %s rad, dq %s rad/s, torque %s N m, flags %s"
        .formatted(
            cycle,
            Arrays.toString(q),
            Arrays.toString(dq),
            Arrays.toString(torque),
            CycleFlag.of(flags));
  }
}
