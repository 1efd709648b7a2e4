package dev.terrarium.pipeline.run;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// Shares out the time of one thread among those who work on it, item by item.
///
/// Reading the clock costs as much as a small node does. Where items are quick only some are timed,
/// and each stands for those since the last; where they are slow all are. The totals are then
/// brought to the time that passed in all. Any thread may read the totals meanwhile.
final class Stopwatch {
  private static final int READING_NANOS = 25;
  private static final int WORTH = 100;
  private static final int LONGEST_STRIDE = 1024;

  private final LongSupplier clock;
  private final Timing timing;
  private final int readings;
  private final long[] item;
  private final AtomicLongArray totals;
  private final long begun;
  private final AtomicLong ended;
  private int current;
  private long since;
  private boolean running;
  private int weight = 1;
  private int untilNext = 1;

  /// @param clock monotonic nanoseconds
  /// @param shares how many share
  Stopwatch(LongSupplier clock, int shares, Timing timing) {
    this.clock = clock;
    this.timing = timing;
    this.readings = 2 * shares;
    this.item = new long[shares];
    this.totals = new AtomicLongArray(shares);
    this.begun = clock.getAsLong();
    this.ended = new AtomicLong(begun);
  }

  /// Begins an item, whose time runs for `share` first.
  void begin(int share) {
    settle();
    current = share;
    if (--untilNext <= 0) {
      start();
    }
  }

  /// Begins something that is timed whatever came before.
  void beginTimed(int share) {
    settle();
    current = share;
    weight = 1;
    start();
  }

  private void start() {
    if (timing != Timing.OFF) {
      running = true;
      since = clock.getAsLong();
    }
  }

  /// Lets the time run for `share` from now on, and returns for whom it ran.
  int turnTo(int share) {
    int before = current;
    if (running) {
      long now = clock.getAsLong();
      item[before] += now - since;
      since = now;
    }
    current = share;
    return before;
  }

  /// Returns for whom the time runs.
  int current() {
    return current;
  }

  /// Whether the item under way is timed.
  boolean isRunning() {
    return running;
  }

  /// Returns what of the item under way went to a share so far.
  long ofThisItem(int share) {
    return item[share];
  }

  /// Returns how many items the one under way stands for.
  int weight() {
    return weight;
  }

  /// Ends the item under way.
  void settle() {
    if (!running) {
      return;
    }
    turnTo(current);
    running = false;
    ended.setOpaque(since);
    long sum = 0;
    for (int i = 0; i < item.length; i++) {
      sum += item[i];
      totals.setOpaque(i, totals.getPlain(i) + item[i] * weight);
    }
    Arrays.fill(item, 0);
    weight = timing == Timing.EVERY_ITEM ? 1 : stride(sum);
    untilNext = weight;
  }

  private int stride(long nanos) {
    long cost = (long) READING_NANOS * readings;
    return Math.clamp(cost * WORTH / Math.max(1, nanos - cost), 1, LONGEST_STRIDE);
  }

  long now() {
    return clock.getAsLong();
  }

  /// Returns the time of a share, of all items together.
  long nanosOf(int share) {
    long own = totals.getOpaque(share);
    long sum = 0;
    for (int i = 0; i < totals.length(); i++) {
      sum += totals.getOpaque(i);
    }
    long passed = ended.getOpaque() - begun;
    boolean isEstimate = timing == Timing.SOME_ITEMS && sum > passed;
    return isEstimate ? (long) ((double) own * passed / sum) : own;
  }
}
