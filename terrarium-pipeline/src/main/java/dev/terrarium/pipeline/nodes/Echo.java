package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Emits each item with its number, from 1.
final class Echo implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "Echo",
          "Emits each item with its number, from 1.",
          Ports.anything("`{\"input\": item, \"counter\": n, \"node\": \"Echo\"}`, n from 1"),
          ParameterSchema.of(),
          Map.of(),
          _ -> new Echo());

  private long counter;

  @Override
  public void process(@Nullable Object item, Outlet out) {
    counter++;
    var echo = new LinkedHashMap<String, @Nullable Object>();
    echo.put("input", item);
    echo.put("counter", counter);
    echo.put("node", "Echo");
    out.emit(echo);
  }
}
