package dev.terrarium.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How late cycles began: a number for each deadline, those that were missed as well, so that a
/// loop that stands still is not told by one late cycle alone.
///
/// @param bins ten to a decade, the shortest first, from the first that anything lies in to the
///   last
record Lateness(List<Bin> bins) {
  private static final int TO_A_DECADE = 10;

  /// A step of the histogram.
  ///
  /// @param from ns, as `below`
  record Bin(double from, double below, long count) {}

  static Lateness of(Cycles cycles) {
    long[] all = all(cycles);
    Arrays.sort(all);
    return new Lateness(bins(all));
  }

  private static long[] all(Cycles cycles) {
    var all = new ArrayList<Long>();
    for (int row = 0; row < cycles.count(); row++) {
      long late = Math.max(0, cycles.lateness(row));
      for (long before = 0; before <= cycles.missed(row); before++) {
        all.add(Math.max(0, late - before * cycles.period()));
      }
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<Bin> bins(long[] sorted) {
    var bins = new ArrayList<Bin>();
    int next = 0;
    for (int step = step(sorted.length == 0 ? 1 : sorted[0]); next < sorted.length; step++) {
      double below = edge(step + 1);
      int begin = next;
      while (next < sorted.length && sorted[next] < below) {
        next++;
      }
      bins.add(new Bin(edge(step), below, next - begin));
    }
    return List.copyOf(bins);
  }

  /// Returns the step that a time lies in; what takes less than 100 ns counts as that.
  private static int step(long nanos) {
    return (int) Math.floor(Math.log10((double) Math.max(100, nanos)) * TO_A_DECADE);
  }

  private static double edge(int step) {
    return Math.pow(10, (double) step / TO_A_DECADE);
  }
}
