package dev.terrarium.pipeline.data;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import org.jspecify.annotations.Nullable;

/// Hands items to a program.
final class SinkEnd implements Node {
  private final DataSink sink;
  private final int capacity;
  private boolean claimed;

  SinkEnd(NodeContext context, DataSink sink) {
    this.sink = sink;
    this.capacity = context.parameters().integer("buffer_size");
  }

  @Override
  public void open() {
    if (!sink.items().claim(capacity)) {
      throw new IllegalStateException(
          "The data sink has served a run already; make a new one for each run");
    }
    claimed = true;
  }

  @Override
  public void process(@Nullable Object item, Outlet out) throws InterruptedException {
    var consumer = sink.consumer();
    if (consumer.isPresent()) {
      consumer.get().accept(item);
    } else if (!sink.items().put(new Item(item))) {
      throw new AssertionError("The data sink is closed; this is a bug in Terrarium");
    }
  }

  @Override
  public void close() {
    if (claimed) {
      sink.items().end();
    }
  }
}
