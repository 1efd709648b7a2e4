package dev.terrarium.control;

import dev.terrarium.control.move.Move;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.move.Planned;
import dev.terrarium.control.robot.ArmState;
import org.jspecify.annotations.Nullable;

/// Where and when a move begins: on the way that is followed, or, where there is none, as the arm
/// stands.
final class Departure {
  /// How old a measured start may be, ns: a planner that was kept waiting would begin with a leap.
  private static final long LATEST = 10_000_000;

  private final double[] q;
  private final double[] dq;
  private final double[] ddq;
  private final long nanoTime;
  private final @Nullable Follow before;
  private final long ticket;
  private final long lead;

  private Departure(Order order, ArmState newest, long lead) {
    q = newest.q.clone();
    dq = newest.dq.clone();
    ddq = new double[newest.joints];
    before = order.duty().law() instanceof Follow way ? way : null;
    nanoTime = before == null ? newest.nanoTime : before.leave(newest.nanoTime + lead, q, dq, ddq);
    ticket = order.ticket();
    this.lead = lead;
  }

  /// Returns that of a move which is planned now.
  ///
  /// @param newest how the arm stands
  /// @param lead after which time the way that is followed is left, ns: by then the move has to be
  ///   planned
  static Departure of(Order order, ArmState newest, long lead) {
    return new Departure(order, newest, lead);
  }

  Planned plan(double[] goal, MoveLimits limits) {
    return Move.plan(q, dq, ddq, goal, limits);
  }

  /// Returns when it is.
  long nanoTime() {
    return nanoTime;
  }

  /// Returns what is followed until then.
  @Nullable Follow before() {
    return before;
  }

  /// Whether it is too late to begin so, or another command came.
  boolean isMissed(Order order, ArmState newest) {
    long late = newest.nanoTime - nanoTime;
    boolean isLate = before == null ? late > Math.max(LATEST, lead) : late >= 0;
    return isLate || order.ticket() != ticket;
  }
}
