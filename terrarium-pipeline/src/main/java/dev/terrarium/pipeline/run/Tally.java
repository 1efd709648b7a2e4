package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.manifest.NodeSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one node did so far: counts and times.
///
/// The thread that the node runs on writes; any thread may read meanwhile.
final class Tally {
  private final NodeSpec spec;
  private final AtomicLong itemsIn = new AtomicLong();
  private final AtomicLong itemsOut = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong circuitOpenings = new AtomicLong();
  private volatile @Nullable String firstFailure;
  private volatile boolean leftEarly;
  private volatile long openNanos;
  private volatile long closeNanos;
  private volatile @Nullable Latencies latencies;
  private volatile Supplier<List<WorkerReport>> workers = List::of;

  Tally(NodeSpec spec) {
    this.spec = spec;
  }

  /// Says whom to ask how the node's worker processes are.
  void worksIn(Supplier<List<WorkerReport>> processes) {
    workers = processes;
  }

  /// Counts an item, and returns its number, from 0.
  long countIn() {
    count(itemsIn);
    return itemsIn.getPlain() - 1;
  }

  void countOut() {
    count(itemsOut);
  }

  /// Takes over the counts of a node that is driven with its neighbours.
  void passed(long in, long out) {
    itemsIn.setOpaque(in);
    itemsOut.setOpaque(out);
  }

  void countFailure(Failure failure) {
    count(failures);
    if (firstFailure == null) {
      firstFailure = failure.brief();
    }
  }

  void countCircuitOpening() {
    count(circuitOpenings);
  }

  void leftEarly() {
    leftEarly = true;
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
      known = new Latencies();
      latencies = known;
    }
    known.count(nanos, weight);
  }

  NodeReport report(long workNanos) {
    var known = latencies;
    return new NodeReport(
        spec.id(),
        spec.nodeType(),
        itemsIn.getOpaque(),
        itemsOut.getOpaque(),
        failures.getOpaque(),
        Optional.ofNullable(firstFailure),
        retries.getOpaque(),
        circuitOpenings.getOpaque(),
        leftEarly,
        openNanos,
        workNanos,
        closeNanos,
        known == null ? Latency.NONE : known.latency(),
        workers.get());
  }
}
