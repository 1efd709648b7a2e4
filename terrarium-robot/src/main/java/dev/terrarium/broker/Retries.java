package dev.terrarium.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How often it is tried to start a process in place of one that ended. Safe to use from any
/// thread.
///
/// A start counts as failed until the process has imported its modules. After each that fails the
/// wait is longer; after six in a row nothing is tried any more before somebody calls.
final class Retries {
  static final int MOST = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private int failures;
  private Duration pause = FIRST_PAUSE;
  private @Nullable String givenUp;
  private long due;
  private long lost;

  /// Notes that a process that served has ended.
  synchronized void lost(long now) {
    lost = now;
  }

  /// Notes that a process serves.
  ///
  /// @return how long none did, since the last that served was lost
  synchronized Duration served(long now) {
    failures = 0;
    pause = FIRST_PAUSE;
    givenUp = null;
    return Duration.ofNanos(now - lost);
  }

  /// Notes that a start has failed.
  ///
  /// @param reason why, for calls that come
  /// @return how long to wait before the next
  synchronized Duration failed(String reason, long now) {
    failures++;
    Duration next = isOver() ? LONGEST_PAUSE : pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    if (isOver()) {
      givenUp = reason;
      due = now + next.toNanos();
    }
    return next;
  }

  /// Whether nothing is tried before somebody calls.
  synchronized boolean isOver() {
    return failures >= MOST;
  }

  /// Says that nothing is tried before somebody calls, and why.
  static String lastWords(String reason) {
    return "%d starts have failed, and the next call tries again: %s".formatted(MOST, reason);
  }

  /// Returns why there is no process for a call; null if there is one, or will be.
  synchronized @Nullable String refusal(long now) {
    return now - due < 0 ? givenUp : null;
  }

  /// Whether a call is to begin it anew; true once.
  synchronized boolean begins(long now) {
    boolean isDue = givenUp != null && now - due >= 0;
    givenUp = isDue ? null : givenUp;
    return isDue;
  }
}
