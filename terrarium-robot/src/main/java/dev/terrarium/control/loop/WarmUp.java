package dev.terrarium.control.loop;

import java.time.Duration;

/// How long a loop rehearses before it goes live, so that its code is compiled by then.
///
/// @param cycles with a computed arm, as fast as they go; 0 for none
/// @param atMost how long they may take together, an hour at most
public record WarmUp(int cycles, Duration atMost) {
  private static final Duration LONGEST = Duration.ofHours(1);

  public WarmUp {
    if (cycles < 0) {
      throw new IllegalArgumentException("cycles to warm up are 0 or more, not " + cycles);
    }
    if (atMost.isNegative() || atMost.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "warming up takes 0 s or more at most, and no more than an hour, not " + atMost);
    }
  }

  /// Returns what holds unless something is said: 30,000 cycles, 5 s.
  public static WarmUp standard() {
    return new WarmUp(30_000, Duration.ofSeconds(5));
  }
}
