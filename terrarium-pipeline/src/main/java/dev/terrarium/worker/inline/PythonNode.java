package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import org.jspecify.annotations.Nullable;

/// One Python node at work, which takes item by item.
final class PythonNode implements Node {
  private final Crossing crossing;
  private final Driven driven;

  PythonNode(Crossing crossing, Driven driven) {
    this.crossing = crossing;
    this.driven = driven;
  }

  @Override
  public void open() throws Exception {
    driven.open();
  }

  @Override
  public void process(@Nullable Object item, Outlet out) throws Exception {
    driven.emitAll((gil, node) -> node.callMethod("run", crossing.toPython(gil, item)), out);
  }

  @Override
  public void flush(Outlet out) throws Exception {
    driven.flush(out);
  }

  @Override
  public void close() throws Exception {
    driven.close();
  }
}
