package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.StreamNode;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// One Python node at work, which sees the whole stream.
record PythonStreamNode(InlinePython inline, Driven driven) implements StreamNode {
  @Override
  public void open() throws Exception {
    driven.open();
  }

  @Override
  public void stream(Iterator<@Nullable Object> items, Outlet out) throws Exception {
    try (var intake = new Intake(inline, items)) {
      driven.emitAll(
          (gil, node) ->
              node.callMethod(
                  "stream",
                  gil.function("take", intake::take),
                  gil.function("wait", intake::await)),
          out);
    }
  }

  @Override
  public void close() throws Exception {
    driven.close();
  }
}
