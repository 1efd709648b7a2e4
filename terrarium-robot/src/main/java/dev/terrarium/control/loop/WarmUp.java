package dev.terrarium.control.loop;

import java.time.Duration;

/// How long a loop rehearses before it goes live, so that its code is compiled by then.
///
/// @param cycles with a computed arm, as fast as they go, at least; 0 for none
/// @param atMost how long they may take together, an hour at most
/// @param untilCompiled whether it goes on until the JVM has nothing left to compile: a live cycle
///   may otherwise wait for code that is put in its place
public record WarmUp(int cycles, Duration atMost, boolean untilCompiled) {
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

  /// Makes one that ends after its cycles, whatever is compiled by then.
  public WarmUp(int cycles, Duration atMost) {
    this(cycles, atMost, false);
  }

  /// Returns what holds unless something is said: 30,000 cycles, until nothing is compiled, 10 s.
  public static WarmUp standard() {
    return new WarmUp(30_000, Duration.ofSeconds(10), true);
  }
}
