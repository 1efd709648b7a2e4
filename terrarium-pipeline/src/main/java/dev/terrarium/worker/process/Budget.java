package dev.terrarium.worker.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How often, and after which wait, a node's worker is started again.
///
/// Time is an argument, in nanoseconds of any clock.
final class Budget {
  static final int MOST = 10;
  static final Duration WITHIN = Duration.ofMinutes(1);
  static final Duration FIRST_WAIT = Duration.ofMillis(50);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Deque<Long> failures = new ArrayDeque<>();

  /// Notes that the worker has ended by itself, or could not be started.
  void failed(long now) {
    forget(now);
    failures.addLast(now);
  }

  /// Returns how often that was lately.
  int failures(long now) {
    forget(now);
    return failures.size();
  }

  /// Whether it may be started again.
  boolean allows(long now) {
    forget(now);
    return failures.size() < MOST;
  }

  /// Returns how long to wait before it is started again, in nanoseconds: not at all after one
  /// failure, twice as long after each further one.
  long pause(long now) {
    forget(now);
    int further = failures.size() - 1;
    if (further <= 0) {
      return 0;
    }
    long wait = FIRST_WAIT.toNanos() << Math.min(further - 1, MOST);
    return Math.min(wait, LONGEST_WAIT.toNanos());
  }

  private void forget(long now) {
    while (!failures.isEmpty() && now - failures.getFirst() > WITHIN.toNanos()) {
      failures.removeFirst();
    }
  }
}
