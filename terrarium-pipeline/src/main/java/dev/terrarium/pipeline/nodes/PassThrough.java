package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.List;

/// Describes a node that emits what it takes, foreign values as they are.
final class PassThrough implements NodeType {
  @Override
  public String name() {
    return "PassThrough";
  }

  @Override
  public List<String> aliases() {
    return List.of("PassThroughNode");
  }

  @Override
  public String summary() {
    return "Emits each item as it is.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of();
  }

  @Override
  public String takes() {
    return "anything";
  }

  @Override
  public String emits() {
    return "the same";
  }

  @Override
  public boolean takesForeignValues() {
    return true;
  }

  @Override
  public boolean passesItemsOn() {
    return true;
  }

  @Override
  public Node create(NodeContext context) {
    return (item, out) -> out.emit(item);
  }
}
