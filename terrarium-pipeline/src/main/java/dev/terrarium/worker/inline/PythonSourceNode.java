package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.SourceNode;

/// One Python node at work, which makes items of its own.
record PythonSourceNode(Driven driven) implements SourceNode {
  @Override
  public void open() throws Exception {
    driven.open();
  }

  @Override
  public void produce(Outlet out) throws Exception {
    driven.emitAll((_, node) -> node.callMethod("produce"), out);
  }

  @Override
  public void close() throws Exception {
    driven.close();
  }
}
