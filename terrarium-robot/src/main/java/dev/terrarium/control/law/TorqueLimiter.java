package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;

/// Limits the torques that a law wants to what an arm may be given.
///
/// The loop's thread calls it each cycle, after the law; it allocates nothing. What is not a number
/// passes through, so that the loop sees it.
public final class TorqueLimiter {
  private static final double CYCLE = 1e-3;

  /// Arms stop by reflex above their rate of torques: rounding must not lead there.
  private static final double WITHIN_RATE = 1 - 1e-6;

  private final ArmLimits limits;
  private final Limiting limiting;
  private final MotionLimit motion;
  private final double[] low;
  private final double[] high;

  private TorqueLimiter(ArmLimits limits, Limiting limiting) {
    this.limits = limits;
    this.limiting = limiting;
    motion = new MotionLimit(limits);
    low = new double[limits.joints()];
    high = new double[limits.joints()];
  }

  /// Makes one for an arm.
  public static TorqueLimiter of(ArmLimits limits, Limiting limiting) {
    return new TorqueLimiter(limits, limiting);
  }

  /// Returns how it limits.
  public Limiting limiting() {
    return limiting;
  }

  /// Begins anew with an arm that stands so; what was seen of its motion is forgotten.
  public void begin(ArmState state) {
    motion.begin(state);
  }

  /// Limits the torques of one cycle.
  ///
  /// @param law whose they are
  /// @param state of this cycle
  /// @param torques N m for each joint; changed where they are beyond a limit
  public void limit(Law law, ArmState state, Setting setting, double[] torques) {
    switch (limiting) {
      case FULL -> limitWhole(state, setting, torques);
      case PARITY -> {
        if (setting.isClipped()) {
          limitAsReference(law.clip(), state, setting.gains(), torques);
        }
      }
    }
  }

  /// Finds the largest torques and the largest steps from those that the arm took last, and limits
  /// the motion within them.
  private void limitWhole(ArmState state, Setting setting, double[] torques) {
    boolean isFinite = true;
    for (int joint = 0; joint < torques.length; joint++) {
      bound(joint, state.lastTorque[joint], setting);
      torques[joint] = within(torques[joint], low[joint], high[joint]);
      isFinite &= Double.isFinite(torques[joint]);
    }
    if (isFinite) {
      motion.limit(state, low, high, torques);
    }
  }

  /// The step comes first: a limit that is lowered under way is approached, not jumped to.
  private void bound(int joint, double last, Setting setting) {
    double most = limits.torque(joint);
    double rate = limits.torqueRate(joint);
    if (setting.isClipped()) {
      most = Math.min(most, setting.gains().of(Gains.Name.TORQUE_LIMIT, joint));
      rate = Math.min(rate, setting.gains().of(Gains.Name.TORQUE_DIFF_LIMIT, joint));
    }
    double step = rate * WITHIN_RATE * CYCLE;
    low[joint] = within(-most, last - step, last + step);
    high[joint] = within(most, last - step, last + step);
  }

  private static void limitAsReference(Clip clip, ArmState state, Gains gains, double[] torques) {
    for (int joint = 0; joint < torques.length && clip != Clip.NONE; joint++) {
      double last = state.lastTorque[joint];
      double rate = gains.of(Gains.Name.TORQUE_DIFF_LIMIT, joint);
      torques[joint] = last + within((torques[joint] - last) / CYCLE, -rate, rate) * CYCLE;
      if (clip == Clip.RATE_AND_TORQUE) {
        double most = gains.of(Gains.Name.TORQUE_LIMIT, joint);
        torques[joint] = within(torques[joint], -most, most);
      }
    }
  }

  private static double within(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }
}
