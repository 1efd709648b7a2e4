package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects items into lists of a size; the last list may be shorter.
final class BufferNode implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "BufferNode",
          "Collects items into lists; what is left at the end is a shorter list.",
          Ports.anything("lists of `buffer_size` items; the last may be shorter"),
          ParameterSchema.of(
              Parameter.whole("buffer_size", "items in a list")
                  .between(1, Integer.MAX_VALUE)
                  .orElse(10L)),
          Map.of("buffer_size", 3L),
          context -> new BufferNode(context.parameters().integer("buffer_size")));

  private final int size;
  private List<@Nullable Object> items = new ArrayList<>();

  private BufferNode(int size) {
    this.size = size;
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    items.add(item);
    if (items.size() == size) {
      emit(out);
    }
  }

  @Override
  public void flush(Outlet out) {
    if (!items.isEmpty()) {
      emit(out);
    }
  }

  private void emit(Outlet out) {
    var full = items;
    items = new ArrayList<>();
    out.emit(full);
  }
}
