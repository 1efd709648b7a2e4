package dev.terrarium.pipeline.run;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A view of one run, from any thread, while it is under way and after it has ended.
///
/// Looking costs the run nothing but the lock of each queue, for a moment.
public final class RunMonitor {
  private final RunContext.Names names;
  private final Supplier<List<Span>> spans;
  private volatile @Nullable Supplier<RunReport> live;
  private volatile @Nullable RunReport last;

  RunMonitor(RunContext.Names names, Supplier<RunReport> live, Supplier<List<Span>> spans) {
    this.names = names;
    this.spans = spans;
    this.live = live;
  }

  /// Returns what tells the run from all others: 16 hexadecimal digits.
  public String id() {
    return names.run();
  }

  /// Returns the pipeline's name.
  public String pipeline() {
    return names.pipeline();
  }

  /// Whether the run has ended, and its nodes have been cleaned up.
  public boolean hasEnded() {
    return last != null;
  }

  /// Returns what was done until now, or in all if the run has ended.
  ///
  /// The figures are each as of a moment ago, and not all as of the same one. Times of a node are
  /// those of the items that it is done with.
  public RunReport report() {
    var running = live;
    if (running != null) {
      return running.get();
    }
    var known = last;
    if (known == null) {
      throw new AssertionError("A run is neither under way nor over; this is a bug in Terrarium");
    }
    return known;
  }

  /// Returns when each node worked on the first items, in the order in which it was done with them:
  /// nothing unless the pipeline is [Pipeline#traced]. A node that sees the whole stream, or makes
  /// its items itself, is not among them.
  public List<Span> spans() {
    return spans.get();
  }

  /// Says that the run has ended; what it did until the first call is its last report.
  RunReport end() {
    var report = report();
    last = report;
    live = null;
    return report;
  }
}
