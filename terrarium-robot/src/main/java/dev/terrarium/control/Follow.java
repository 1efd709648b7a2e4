package dev.terrarium.control;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.move.Move;
import dev.terrarium.control.robot.ArmState;
import org.jspecify.annotations.Nullable;

/// Impedance to a position that goes along a move, and stays at its goal.
///
/// The loop's thread owns it. The move begins at the time of its start, whenever its first cycle
/// is: an arm that moves is not drawn back. One that comes in the middle of another begins a little
/// later, and until then the other goes on.
final class Follow implements Law {
  private final Move move;
  private final long begins;
  private final double[] q;
  private final double[] dq;
  private final double[] ddq;
  private @Nullable Follow before;
  private double past;

  Follow(Move move, Departure from) {
    this.move = move;
    begins = from.nanoTime();
    before = from.before();
    q = new double[move.joints()];
    dq = new double[move.joints()];
    ddq = new double[move.joints()];
  }

  @Override
  public String name() {
    return "impedance";
  }

  @Override
  public void torques(ArmState state, Setting setting, double[] torques) {
    past = seconds(state.nanoTime) - move.seconds();
    at(state.nanoTime);
    Gains gains = setting.gains();
    for (int joint = 0; joint < torques.length; joint++) {
      torques[joint] =
          (q[joint] - state.q[joint]) * gains.of(Gains.Name.KP, joint)
              - state.dq[joint] * gains.of(Gains.Name.KD, joint);
    }
  }

  private void at(long nanoTime) {
    Follow other = before;
    if (other == null || nanoTime - begins >= 0) {
      before = null;
      move.at(seconds(nanoTime), q, dq, ddq);
      return;
    }
    other.at(nanoTime);
    System.arraycopy(other.q, 0, q, 0, q.length);
  }

  private double seconds(long nanoTime) {
    return (nanoTime - begins) / 1e9;
  }

  /// Tells how this way goes on at a time, or, if that is later, when it begins; returns which of
  /// them. Any thread.
  long leave(long nanoTime, double[] intoQ, double[] intoDq, double[] intoDdq) {
    long at = nanoTime - begins > 0 ? nanoTime : begins;
    move.at(seconds(at), intoQ, intoDq, intoDdq);
    return at;
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
