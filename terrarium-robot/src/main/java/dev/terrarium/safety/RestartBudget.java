package dev.terrarium.safety;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How many restarts of its components a robot is allowed in a stretch of time.
///
/// Time is an argument, in nanoseconds of any clock. Where that jumps back, what was spent counts
/// as spent.
final class RestartBudget {
  private final int most;
  private final long within;
  private final Deque<Long> spent = new ArrayDeque<>();

  RestartBudget(int most, Duration within) {
    this.most = most;
    this.within = Durations.nanos(within);
  }

  /// Asks for one more restart; whether it is allowed.
  boolean spend(long now) {
    while (!spent.isEmpty() && now - spent.getFirst() > within) {
      spent.removeFirst();
    }
    spent.addLast(now);
    if (spent.size() > most + 1) {
      spent.removeFirst();
    }
    return spent.size() <= most;
  }

  /// Begins anew.
  void restore() {
    spent.clear();
  }
}
