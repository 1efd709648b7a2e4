package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.manifest.NodeSpec;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/// What one node did so far: counts and times.
///
/// The thread that the node runs on writes; the counts may be read from any thread meanwhile, the
/// times when the run has ended.
final class Tally {
  private static final int DIGITS = 2;

  private final NodeSpec spec;
  private final AtomicLong itemsIn = new AtomicLong();
  private final AtomicLong itemsOut = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private long openNanos;
  private long closeNanos;
  private @Nullable IntCountsHistogram latencies;

  Tally(NodeSpec spec) {
    this.spec = spec;
  }

  void countIn() {
    count(itemsIn);
  }

  void countOut() {
    count(itemsOut);
  }

  void countFailure() {
    count(failures);
  }

  void countRetry() {
    count(retries);
  }

  /// Counts without the price of an atomic step, since one thread alone does.
  private static void count(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }

  long itemsIn() {
    return itemsIn.getOpaque();
  }

  void opened(long nanos) {
    openNanos = nanos;
  }

  void closed(long nanos) {
    closeNanos = nanos;
  }

  /// Records how long the node worked on an item.
  ///
  /// @param weight how many items this one stands for
  void took(long nanos, int weight) {
    var known = latencies;
    if (known == null) {
      known = new IntCountsHistogram(DIGITS);
      latencies = known;
    }
    known.recordValueWithCount(Math.max(0, nanos), weight);
  }

  NodeReport report(long workNanos) {
    var known = latencies;
    return new NodeReport(
        spec.id(),
        spec.nodeType(),
        itemsIn.getOpaque(),
        itemsOut.getOpaque(),
        failures.getOpaque(),
        retries.getOpaque(),
        openNanos,
        workNanos,
        closeNanos,
        known == null ? Latency.NONE : Latency.of(known));
  }
}
