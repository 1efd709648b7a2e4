package dev.terrarium.pipeline.data;

import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.SourceNode;
import java.time.Duration;

/// Emits what a program puts in, until it says that there will be no more or nothing comes.
final class SourceEnd implements SourceNode {
  private static final double NANOS = 1e9;

  private final Handover items;
  private final int capacity;
  private final Duration patience;
  private boolean claimed;

  SourceEnd(NodeContext context, DataSource source) {
    double seconds = context.parameters().number("timeout_seconds").doubleValue();
    this.items = source.items();
    this.capacity = context.parameters().integer("buffer_size");
    this.patience = Duration.ofNanos((long) (seconds * NANOS));
  }

  @Override
  public void open() {
    if (!items.claim(capacity)) {
      throw new IllegalStateException(
          "The data source has served a run already; make a new one for each run");
    }
    claimed = true;
  }

  @Override
  public void produce(Outlet out) throws InterruptedException {
    for (var next = items.takeOrEnd(patience); next.isPresent(); next = items.takeOrEnd(patience)) {
      out.emit(next.get().value());
    }
  }

  @Override
  public void close() {
    if (claimed) {
      items.abandon();
    }
  }
}
