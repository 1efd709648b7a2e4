package dev.terrarium.worker.inline;

/// How many items are worth taking at once: as many as take next to no time together.
final class Pace {
  private static final int MOST = 1024;
  private static final int SLOWER = 8;
  private static final long SHORT_NANOS = 100_000;
  private static final long LONG_NANOS = 500_000;

  private int items = 1;

  int items() {
    return items;
  }

  /// Learns what the last ones took.
  ///
  /// @param offered how many could have been taken
  void took(int taken, int offered, long nanos) {
    if (taken < offered) {
      items = taken;
    } else if (nanos > LONG_NANOS) {
      items = Math.max(1, items / SLOWER);
    } else if (nanos < SHORT_NANOS && taken == items) {
      items = (int) Math.min(MOST, items * SHORT_NANOS / Math.max(1, nanos));
    }
  }
}
