package dev.terrarium.safety;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// When somebody was last heard.
///
/// Time is an argument, in nanoseconds of a monotonic clock. Where that jumps by more than the
/// silence that is allowed, forward or back, nobody can say how long it was silent: that counts as
/// silence.
final class Pulse {
  private final long silence;
  private final AtomicLong last;

  Pulse(Duration silence, long now) {
    this.silence = Durations.nanos(silence);
    last = new AtomicLong(now);
  }

  /// Notes that somebody was heard.
  void beat(long now) {
    last.set(now);
  }

  /// Returns for how many nanoseconds it may still be silent; 0 if it was silent for too long.
  long left(long now) {
    long elapsed = now - last.get();
    boolean isKnown = elapsed >= -silence && elapsed < silence;
    return isKnown ? silence - Math.max(elapsed, 0) : 0;
  }
}
