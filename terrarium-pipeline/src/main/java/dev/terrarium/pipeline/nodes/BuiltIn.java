package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.List;
import java.util.function.Function;

/// A node type that comes with Terrarium.
///
/// @param input the type that items must have
/// @param takesForeignValues whether it takes foreign values unconverted
/// @param maker makes a node
record BuiltIn(
    String name,
    List<String> aliases,
    String summary,
    ParameterSchema parameters,
    Class<?> input,
    boolean takesForeignValues,
    Function<NodeContext, Node> maker)
    implements NodeType {

  /// Describes a node that takes items of one type.
  static BuiltIn of(
      String name,
      String summary,
      ParameterSchema parameters,
      Class<?> input,
      Function<NodeContext, Node> maker) {
    return new BuiltIn(name, List.of(), summary, parameters, input, false, maker);
  }

  @Override
  public Node create(NodeContext context) {
    return maker.apply(context);
  }
}
