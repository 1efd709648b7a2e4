package dev.terrarium.control.record;

import java.util.List;

/// How long something took, over all cycles; ns, to three digits.
///
/// @param p50 half of them took no longer
/// @param p90 nine in ten took no longer
/// @param p99 99 in 100 took no longer
/// @param p999 999 in 1,000 took no longer
/// @param max none took longer
/// @param bins how many took how long, the shortest first; none before the first or after the last
///   that anything lies in
public record Distribution(long p50, long p90, long p99, long p999, long max, List<Bin> bins) {
  public Distribution {
    bins = List.copyOf(bins);
  }

  /// A step of a histogram.
  ///
  /// @param below ns: what it counts took less than that, and not less than the bin before says
  /// @param count how many
  public record Bin(long below, long count) {}

  /// Returns how many there are.
  public long count() {
    return bins.stream().mapToLong(Bin::count).sum();
  }
}
