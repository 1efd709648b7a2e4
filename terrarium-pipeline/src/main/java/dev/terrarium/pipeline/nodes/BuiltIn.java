package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.Map;
import java.util.function.Function;

/// A node type that comes with Terrarium.
///
/// @param example `params` to show what they look like
/// @param maker makes a node
record BuiltIn(
    String name,
    String summary,
    Ports ports,
    ParameterSchema parameters,
    Map<String, Object> example,
    Function<NodeContext, Node> maker)
    implements NodeType {

  @Override
  public Class<?> input() {
    return ports.input();
  }

  @Override
  public boolean takesForeignValues() {
    return ports.foreign();
  }

  @Override
  public boolean isSource() {
    return ports.isSource();
  }

  @Override
  public String takes() {
    return ports.takes();
  }

  @Override
  public String emits() {
    return ports.emits();
  }

  @Override
  public Node create(NodeContext context) {
    return maker.apply(context);
  }
}
