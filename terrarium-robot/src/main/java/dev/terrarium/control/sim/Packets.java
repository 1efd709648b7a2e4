package dev.terrarium.control.sim;

import java.util.Arrays;

/// Keeps the milliseconds of a simulated arm, and says which of them got their torques in time.
/// Allocates nothing after it is made.
///
/// The phase of the arm's clock is found in the first reads: that of the earliest. After that a
/// read is of the cycle that is nearest to it, and torques are in time until half a millisecond
/// after the beginning of their cycle, which is what the interface leaves for its user's work.
/// Torques that come later are dropped, and the last ones used again.
final class Packets {
  /// After so many cycles without torques in a row the arm stops.
  static final int MOST_LOST = 20;

  private static final long CYCLE = 1_000_000;
  private static final int FIRST = 16;
  private static final int WINDOW = 100;

  private final boolean[] window = new boolean[WINDOW];

  private int accepted;
  private int at;
  private int filled;
  private long begun;
  private long reads;
  private long cycle;
  private int lost;
  private boolean fresh;

  /// Begins with the next read.
  void begin() {
    Arrays.fill(window, false);
    accepted = 0;
    at = 0;
    filled = 0;
    reads = 0;
    cycle = 0;
    lost = 0;
    fresh = false;
  }

  /// Returns how many cycles have begun since the read before; the first read begins none.
  long due(long nanoTime) {
    if (reads++ == 0) {
      begun = nanoTime;
      return 0;
    }
    long before = cycle;
    if (reads <= FIRST) {
      cycle = Math.max(cycle + 1, Math.floorDiv(nanoTime - begun, CYCLE));
      begun = Math.min(begun, nanoTime - cycle * CYCLE);
    } else {
      cycle = Math.max(cycle, nearest(nanoTime));
    }
    return cycle - before;
  }

  /// Takes torques that were given at this time, and returns whether they came in time.
  boolean take(long nanoTime) {
    fresh = reads <= FIRST || nearest(nanoTime) <= cycle;
    return fresh;
  }

  /// Passes a cycle, and returns whether it has torques of its own.
  boolean pass() {
    boolean own = fresh;
    fresh = false;
    lost = own ? 0 : lost + 1;
    accepted += (own ? 1 : 0) - (window[at] ? 1 : 0);
    window[at] = own;
    at = (at + 1) % WINDOW;
    filled = Math.min(WINDOW, filled + 1);
    return own;
  }

  /// Returns how many cycles in a row had no torques of their own.
  int lost() {
    return lost;
  }

  /// Returns the share of the last 100 cycles, or of those that have been, that had.
  double rate() {
    return filled == 0 ? 1 : (double) accepted / filled;
  }

  private long nearest(long nanoTime) {
    return Math.floorDiv(nanoTime - begun + CYCLE / 2, CYCLE);
  }
}
