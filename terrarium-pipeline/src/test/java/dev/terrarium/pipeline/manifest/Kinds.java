package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.ProcessSettings;
import java.util.List;

/// Node types of every kind, named as what they can do, and a small language: a text that says
/// `node NAME` holds a node of that name.
final class Kinds implements NodeSource {
  @Override
  public List<NodeType> types() {
    return List.of(
        new Kind("Each", false, false, false),
        new Kind("Either", false, true, false),
        new Kind("Whole", false, true, true),
        new Kind("Source", true, false, false));
  }

  @Override
  public Lookup find(String name) {
    return types().stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .<Lookup>map(Lookup.Found::new)
        .orElseGet(Lookup.Unknown::new);
  }

  @Override
  public Lookup findIn(String source, String name, String node) {
    if (!source.startsWith("node ")) {
      return new Lookup.Unknown();
    }
    return source.equals("node " + name)
        ? new Lookup.Found(new Kind(name, false, true, false))
        : new Lookup.Broken("the text has no node '" + name + "'");
  }

  @Override
  public Lookup findApartIn(String source, String name, String node, ProcessSettings settings) {
    return findIn(source, name, node);
  }

  private record Kind(String name, boolean isSource, boolean canStream, boolean streams)
      implements NodeType {
    @Override
    public String summary() {
      return "A node of a test.";
    }

    @Override
    public ParameterSchema parameters() {
      return new ParameterSchema(List.of(), true);
    }

    @Override
    public Node create(NodeContext context) {
      throw new AssertionError("Reading a manifest makes no node");
    }
  }
}
