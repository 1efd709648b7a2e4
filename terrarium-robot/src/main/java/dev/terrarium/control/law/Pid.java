package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;
import java.util.OptionalInt;

/// Impedance and a share of the deviation that has gathered, which is kept within bounds.
final class Pid implements Law {
  private static final double CYCLE = 1e-3;

  /// The most that gathers, rad s.
  private static final double MOST = 10;

  private final double[] gathered;

  Pid(int joints) {
    gathered = new double[joints];
  }

  @Override
  public String name() {
    return "pid";
  }

  @Override
  public OptionalInt joints() {
    return OptionalInt.of(gathered.length);
  }

  @Override
  public Clip clip() {
    return Clip.RATE;
  }

  @Override
  public void enter(ArmState state, Setting setting) {
    Arrays.fill(gathered, 0);
  }

  @Override
  public void torques(ArmState state, Setting setting, double[] torques) {
    Gains gains = setting.gains();
    for (int joint = 0; joint < gathered.length; joint++) {
      double deviation = setting.qDesired(joint) - state.q[joint];
      double sum = gathered[joint] + deviation * CYCLE;
      gathered[joint] = Math.max(-MOST, Math.min(MOST, sum));
      torques[joint] =
          deviation * gains.of(Gains.Name.KP, joint)
              + gathered[joint] * gains.of(Gains.Name.KI, joint)
              - state.dq[joint] * gains.of(Gains.Name.KD, joint);
    }
  }
}
