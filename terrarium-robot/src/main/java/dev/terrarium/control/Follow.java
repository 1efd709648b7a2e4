package dev.terrarium.control;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.move.Move;
import dev.terrarium.control.robot.ArmState;

/// Impedance to a position that goes along a move, and stays at its goal.
///
/// The loop's thread owns it. It begins when the move was planned, so that a moving arm is not
/// drawn back; but not much before the first cycle, so that one whose planner was kept waiting does
/// not leap.
final class Follow implements Law {
  private static final long LATEST = 10_000_000;

  private final Move move;
  private final long planned;
  private final double[] q;
  private final double[] dq;
  private final double[] ddq;
  private long began;
  private double past;

  /// @param planned of which time the start of the move is
  Follow(Move move, long planned) {
    this.move = move;
    this.planned = planned;
    q = new double[move.joints()];
    dq = new double[move.joints()];
    ddq = new double[move.joints()];
  }

  @Override
  public String name() {
    return "impedance";
  }

  @Override
  public void enter(ArmState state, Setting setting) {
    long late = Math.clamp(state.nanoTime - planned, 0, LATEST);
    began = state.nanoTime - late;
  }

  @Override
  public void torques(ArmState state, Setting setting, double[] torques) {
    double time = (state.nanoTime - began) / 1e9;
    past = time - move.seconds();
    move.at(time, q, dq, ddq);
    Gains gains = setting.gains();
    for (int joint = 0; joint < torques.length; joint++) {
      torques[joint] =
          (q[joint] - state.q[joint]) * gains.of(Gains.Name.KP, joint)
              - state.dq[joint] * gains.of(Gains.Name.KD, joint);
    }
  }

  /// Returns where it wants a joint, rad.
  double wanted(int joint) {
    return q[joint];
  }

  /// Returns how long ago the way ended, s; below 0 while it goes on.
  double past() {
    return past;
  }
}
