package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import org.jspecify.annotations.Nullable;

/// Computes the torques of each cycle by the law that is on duty, within limits.
///
/// A law that comes on duty takes over at the beginning of the cycle that sees it: it forgets what
/// it had gathered, computes that cycle's torques, and these are limited against the torques that
/// the arm took last, so that no swap is a step. One thread uses it, and nothing is allocated.
public final class LawSwitch {
  private final TorqueLimiter limiter;
  private @Nullable Law law;

  /// A copy of the state, for laws: limits are those of what the arm gave, whatever a law writes.
  private ArmState shown = new ArmState(0);

  private long swap;
  private long since;

  private LawSwitch(TorqueLimiter limiter) {
    this.limiter = limiter;
  }

  /// Makes one whose torques go through a limiter, which is then its own.
  public static LawSwitch through(TorqueLimiter limiter) {
    return new LawSwitch(limiter);
  }

  /// Begins with an arm that stands so: the next law takes over anew.
  public void begin(ArmState state) {
    law = null;
    show(state);
    limiter.begin(state);
  }

  /// Computes the torques of one cycle. Where one is no finite number, all are as the law gave
  /// them, so that the loop sees it.
  ///
  /// @param torques N m for each joint, without gravity; written whole
  public void torques(Duty duty, ArmState state, double[] torques) {
    Law next = duty.law();
    show(state);
    if (duty.swap() != swap || !next.equals(law)) {
      next.enter(shown, duty.setting());
      law = next;
      swap = duty.swap();
      since = state.nanoTime;
    }
    next.torques(shown, duty.setting(), torques);
    if (areFinite(torques)) { // What limits would make of infinity is a number.
      limiter.limit(next, state, duty.setting(), torques);
    }
  }

  private static boolean areFinite(double[] torques) {
    for (double torque : torques) {
      if (!Double.isFinite(torque)) {
        return false;
      }
    }
    return true;
  }

  private void show(ArmState state) {
    if (shown.joints != state.joints) { // In begin, and never in a cycle.
      shown = new ArmState(state.joints);
    }
    shown.copyFrom(state);
  }

  /// Returns the law that computed last; none before the first cycle.
  public @Nullable Law law() {
    return law;
  }

  /// Returns when it took over, as [System#nanoTime] tells it.
  public long sinceNanos() {
    return since;
  }

  /// Returns which taking over that was, as [Duty#swap] has it.
  public long swap() {
    return swap;
  }
}
