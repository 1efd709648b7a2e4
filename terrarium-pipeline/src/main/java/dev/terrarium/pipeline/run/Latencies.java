package dev.terrarium.pipeline.run;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// How often each length of time came up, to within one percent.
///
/// One thread counts, at the price of plain writes; any other may read meanwhile, and sees each
/// count as it was a moment ago. The first times are kept as they are, since a short run would pay
/// more for the histogram than for its items. In that each doubling of the time has as many steps
/// as the one before, and takes memory when a time first falls into it.
final class Latencies {
  private static final int BITS = 7;
  private static final int STEPS = 1 << BITS;
  private static final int FIRST = 4;

  /// A time, then how often; zero times where there is none yet.
  private final AtomicLongArray first = new AtomicLongArray(2 * FIRST);

  private final AtomicLong longest = new AtomicLong();
  private int kept;
  private volatile @Nullable AtomicReferenceArray<AtomicLongArray> histogram;

  /// Counts a time.
  ///
  /// @param nanos the time; one below zero counts as zero
  /// @param weight how often
  void count(long nanos, int weight) {
    long time = Math.max(0, nanos);
    if (time > longest.getPlain()) {
      longest.setOpaque(time);
    }
    var octaves = histogram;
    if (octaves == null && kept < FIRST) {
      first.setOpaque(2 * kept, time);
      first.setRelease(2 * kept + 1, weight);
      kept++;
      return;
    }
    if (octaves == null) {
      octaves = new AtomicReferenceArray<>(Long.SIZE - BITS);
      for (int i = 0; i < FIRST; i++) {
        count(octaves, first.getPlain(2 * i), (int) first.getPlain(2 * i + 1));
      }
      histogram = octaves;
    }
    count(octaves, time, weight);
  }

  private static void count(AtomicReferenceArray<AtomicLongArray> octaves, long time, int weight) {
    int octave = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(time));
    var steps = octaves.getPlain(octave);
    if (steps == null) {
      steps = new AtomicLongArray(STEPS);
      octaves.setRelease(octave, steps);
    }
    int step = (int) (time >>> Math.max(0, octave - 1)) & (STEPS - 1);
    steps.setOpaque(step, steps.getPlain(step) + weight);
  }

  /// Returns what was counted so far; from any thread.
  Latency latency() {
    var octaves = histogram;
    return (octaves == null ? ofFirst() : of(octaves)).latency(longest.getOpaque());
  }

  private Counts ofFirst() {
    var counts = new Counts(FIRST);
    for (int i = 0; i < FIRST; i++) {
      long weight = first.getAcquire(2 * i + 1);
      if (weight > 0) {
        counts.insert(first.getOpaque(2 * i), weight);
      }
    }
    return counts;
  }

  private static Counts of(AtomicReferenceArray<AtomicLongArray> octaves) {
    var counts = new Counts(STEPS);
    for (int octave = 0; octave < octaves.length(); octave++) {
      var steps = octaves.getAcquire(octave);
      for (int step = 0; steps != null && step < STEPS; step++) {
        long here = steps.getOpaque(step);
        if (here > 0) {
          counts.insert(middle(octave, step), here);
        }
      }
    }
    return counts;
  }

  /// Returns the time in the middle of a step.
  private static long middle(int octave, int step) {
    if (octave == 0) {
      return step;
    }
    int shift = octave - 1;
    return ((long) (STEPS + step) << shift) + ((1L << shift) >> 1);
  }

  /// Times in their order, and how often each came up.
  private static final class Counts {
    private long[] times;
    private long[] counts;
    private int size;
    private long sum;

    Counts(int capacity) {
      times = new long[capacity];
      counts = new long[capacity];
    }

    void insert(long time, long count) {
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
      }
      int place = size++;
      for (; place > 0 && times[place - 1] > time; place--) {
        times[place] = times[place - 1];
        counts[place] = counts[place - 1];
      }
      times[place] = time;
      counts[place] = count;
      sum += count;
    }

    Latency latency(long max) {
      if (size == 0) {
        return Latency.NONE;
      }
      double whole = 0;
      for (int i = 0; i < size; i++) {
        whole += (double) times[i] * counts[i];
      }
      return new Latency(
          Math.min(max, Math.round(whole / sum)),
          Math.min(max, at(0.50)),
          Math.min(max, at(0.95)),
          Math.min(max, at(0.99)),
          max);
    }

    private long at(double share) {
      long left = Math.max(1, (long) Math.ceil(share * sum));
      int place = 0;
      while (left > counts[place]) {
        left -= counts[place++];
      }
      return times[place];
    }
  }
}
