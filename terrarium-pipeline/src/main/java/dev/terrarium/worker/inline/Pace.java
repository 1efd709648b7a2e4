package dev.terrarium.worker.inline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many items are worth offering to a chain at once: as many as it takes in one go, since what
/// is offered beyond that is converted for nothing.
final class Pace {
  private static final int MOST = 1024;
  private static final int FASTER = 8;

  /// After a lot that was not taken whole, which will come again.
  private static final int LOTS_BETWEEN_TRIALS = 256;

  private int items;
  private int lotsToTrial;

  /// Returns how many of the items that are there to offer.
  int of(List<? extends @Nullable Object> there) {
    if (items == 0) {
      items = there.getFirst() instanceof Number || there.getFirst() instanceof String ? MOST : 1;
    }
    return Math.min(items, there.size());
  }

  /// Learns what was taken of the last lot.
  void took(int taken, int offered) {
    if (taken < offered) {
      items = taken;
      lotsToTrial = LOTS_BETWEEN_TRIALS;
    } else if (lotsToTrial > 0) {
      lotsToTrial--;
    } else if (taken == items) {
      items = Math.min(MOST, items * FASTER);
    }
  }
}
