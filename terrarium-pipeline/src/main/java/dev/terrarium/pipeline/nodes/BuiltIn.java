package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.function.Function;

/// A node type that comes with Terrarium.
///
/// @param input the type that items must have
/// @param maker makes a node
record BuiltIn(
    String name,
    String summary,
    ParameterSchema parameters,
    Class<?> input,
    Function<NodeContext, Node> maker)
    implements NodeType {

  @Override
  public Node create(NodeContext context) {
    return maker.apply(context);
  }
}
