package dev.terrarium.control.record;

import dev.terrarium.control.record.Distribution.Bin;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// How long something took, counted; ns. For one thread at a time.
final class Lengths {
  private static final long LONGEST = 60_000_000_000L;
  private static final int DIGITS = 3;

  /// Edges of bins: 1, 2, 5, 10, 20, 50 µs … 1 s.
  private static final List<Long> EDGES = edges();

  private final Histogram counts = new Histogram(LONGEST, DIGITS);
  private long longest;

  private static List<Long> edges() {
    var edges = new ArrayList<Long>();
    for (long edge = 1_000; edge < 1_000_000_000L; edge *= 10) {
      edges.addAll(List.of(edge, 2 * edge, 5 * edge));
    }
    edges.add(1_000_000_000L);
    edges.add(Long.MAX_VALUE);
    return edges;
  }

  void add(long nanos) {
    counts.recordValue(within(nanos));
    longest = Math.max(longest, nanos);
  }

  /// Adds one, and those that it kept from being: each a period shorter.
  void addAndOmitted(long nanos, long period) {
    counts.recordValueWithExpectedInterval(within(nanos), period);
    longest = Math.max(longest, nanos);
  }

  private static long within(long nanos) {
    return Math.clamp(nanos, 0, LONGEST);
  }

  Distribution told() {
    return new Distribution(at(50), at(90), at(99), at(99.9), longest, bins());
  }

  private long at(double percentile) {
    return Math.min(longest, counts.getValueAtPercentile(percentile));
  }

  private List<Bin> bins() {
    long[] sums = new long[EDGES.size()];
    for (HistogramIterationValue each : counts.recordedValues()) {
      sums[bin(each.getValueIteratedTo())] += each.getCountAddedInThisIterationStep();
    }
    var bins = new ArrayList<Bin>();
    for (int bin = 0; bin < sums.length; bin++) {
      bins.add(new Bin(EDGES.get(bin), sums[bin]));
    }
    while (!bins.isEmpty() && bins.getLast().count() == 0) {
      bins.removeLast();
    }
    while (!bins.isEmpty() && bins.getFirst().count() == 0) {
      bins.removeFirst();
    }
    return bins;
  }

  private static int bin(long nanos) {
    int bin = 0;
    while (nanos >= EDGES.get(bin)) {
      bin++;
    }
    return bin;
  }
}
