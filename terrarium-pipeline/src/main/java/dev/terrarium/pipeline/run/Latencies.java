package dev.terrarium.pipeline.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// How often each length of time came up, to within one percent.
///
/// One thread counts, at the price of plain writes; any other may read meanwhile, and sees each
/// count as it was a moment ago. Each doubling of the time has as many steps as the one before, and
/// takes memory when a time first falls into it.
final class Latencies {
  private static final int BITS = 7;
  private static final int STEPS = 1 << BITS;

  private final AtomicReferenceArray<AtomicLongArray> octaves =
      new AtomicReferenceArray<>(Long.SIZE - BITS);
  private final AtomicLong longest = new AtomicLong();

  /// Counts a time.
  ///
  /// @param nanos the time; one below zero counts as zero
  /// @param weight how often
  void count(long nanos, int weight) {
    long time = Math.max(0, nanos);
    int octave = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(time));
    var steps = octaves.getPlain(octave);
    if (steps == null) {
      steps = new AtomicLongArray(STEPS);
      octaves.setRelease(octave, steps);
    }
    int step = (int) (time >>> Math.max(0, octave - 1)) & (STEPS - 1);
    steps.setOpaque(step, steps.getPlain(step) + weight);
    if (time > longest.getPlain()) {
      longest.setOpaque(time);
    }
  }

  /// Returns what was counted so far; from any thread.
  Latency latency() {
    var counts = new long[octaves.length()][];
    long count = 0;
    double sum = 0;
    for (int octave = 0; octave < counts.length; octave++) {
      var steps = octaves.getAcquire(octave);
      counts[octave] = new long[steps == null ? 0 : STEPS];
      for (int step = 0; step < counts[octave].length; step++) {
        long here = steps.getOpaque(step);
        counts[octave][step] = here;
        count += here;
        sum += (double) here * middle(octave, step);
      }
    }
    long max = longest.getOpaque();
    return count == 0
        ? Latency.NONE
        : new Latency(
            Math.min(max, Math.round(sum / count)),
            Math.min(max, at(counts, count, 0.50)),
            Math.min(max, at(counts, count, 0.95)),
            Math.min(max, at(counts, count, 0.99)),
            max);
  }

  private static long at(long[][] counts, long count, double share) {
    long left = Math.max(1, (long) Math.ceil(share * count));
    for (int octave = 0; octave < counts.length; octave++) {
      for (int step = 0; step < counts[octave].length; step++) {
        left -= counts[octave][step];
        if (left <= 0) {
          return middle(octave, step);
        }
      }
    }
    throw new AssertionError("A share of the counts is none of them; this is a bug in Terrarium");
  }

  /// Returns the time in the middle of a step.
  private static long middle(int octave, int step) {
    if (octave == 0) {
      return step;
    }
    int shift = octave - 1;
    return ((long) (STEPS + step) << shift) + ((1L << shift) >> 1);
  }
}
