package dev.terrarium.worker.inline;

/// How many items are worth taking at once: as many as take next to no time together.
final class Pace {
  private static final int MOST = 1024;
  private static final int SLOWER = 8;
  private static final long SHORT_NANOS = 300_000;
  private static final long LONG_NANOS = 1_000_000;

  /// What stopped a lot early, such as an output that its node may change, will come again: what
  /// was offered beyond it was converted for nothing.
  private static final int LOTS_BETWEEN_TRIALS = 256;

  private int items = 1;
  private int lotsToTrial;

  int items() {
    return items;
  }

  /// Learns what the last ones took.
  ///
  /// @param offered how many could have been taken
  void took(int taken, int offered, long nanos) {
    if (taken < offered) {
      items = taken;
      lotsToTrial = LOTS_BETWEEN_TRIALS;
    } else if (nanos > LONG_NANOS) {
      items = Math.max(1, items / SLOWER);
    } else if (lotsToTrial > 0) {
      lotsToTrial--;
    } else if (nanos < SHORT_NANOS && taken == items) {
      items = (int) Math.min(MOST, items * SHORT_NANOS / Math.max(1, nanos));
    }
  }
}
