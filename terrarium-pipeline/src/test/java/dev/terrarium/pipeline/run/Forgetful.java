package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.List;
import java.util.Map;

/// Nodes without state or diary, for runs that are long or many.
record Forgetful(Map<String, Node> nodes) implements NodeSource {
  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public Lookup find(String name) {
    var node = nodes.get(name);
    return node == null ? new Lookup.Unknown() : new Lookup.Found(new Type(name, node));
  }

  private record Type(String name, Node node) implements NodeType {
    @Override
    public String summary() {
      return "A node of a test.";
    }

    @Override
    public ParameterSchema parameters() {
      return ParameterSchema.of();
    }

    @Override
    public Node create(NodeContext context) {
      return node;
    }
  }
}
