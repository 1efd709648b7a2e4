package dev.terrarium.pipeline.run;

/// How long a node worked on one item, what came of the item downstream aside.
///
/// @param meanNanos the mean
/// @param medianNanos half of the items took no longer
/// @param p95Nanos 95 of 100 items took no longer
/// @param p99Nanos 99 of 100 items took no longer
/// @param maxNanos the longest that was timed
public record Latency(
    long meanNanos, long medianNanos, long p95Nanos, long p99Nanos, long maxNanos) {
  /// Nothing was timed.
  public static final Latency NONE = new Latency(0, 0, 0, 0, 0);
}
