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
    limiter.begin(state);
  }

  /// Computes the torques of one cycle.
  ///
  /// @param torques N m for each joint, without gravity; written whole
  public void torques(Duty duty, ArmState state, double[] torques) {
    Law next = duty.law();
    if (duty.swap() != swap || !next.equals(law)) {
      next.enter(state, duty.setting());
      law = next;
      swap = duty.swap();
      since = state.nanoTime;
    }
    next.torques(state, duty.setting(), torques);
    limiter.limit(next, state, duty.setting(), torques);
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
