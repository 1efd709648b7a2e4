package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// When nodes worked on the first items of the input; shared by the threads of a run.
final class Trace {
  private static final int MOST = 10_000;

  private final int items;
  private final LongSupplier clock;
  private final long start;
  private final List<Span> spans = new ArrayList<>();

  /// @param items how many items of the input are of interest
  /// @param clock monotonic nanoseconds
  /// @param start when the run began
  Trace(int items, LongSupplier clock, long start) {
    this.items = items;
    this.clock = clock;
    this.start = start;
  }

  boolean wants(long inputItem) {
    return inputItem >= 0 && inputItem < items;
  }

  long now() {
    return clock.getAsLong() - start;
  }

  synchronized void add(NodeId node, long inputItem, long begin) {
    if (spans.size() < MOST) {
      spans.add(new Span(node, inputItem, begin, now()));
    }
  }

  /// Returns them in the order in which they ended.
  synchronized List<Span> spans() {
    return List.copyOf(spans);
  }
}
