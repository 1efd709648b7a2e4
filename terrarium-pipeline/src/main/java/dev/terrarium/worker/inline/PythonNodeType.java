package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.python.PyRef;

/// A Python class or function, as a kind of node.
///
/// @param name `module:Class`
/// @param factory the class or function, kept by `python`
record PythonNodeType(InlinePython python, String name, Description description, PyRef factory)
    implements NodeType {
  @Override
  public String summary() {
    return description.summary();
  }

  @Override
  public ParameterSchema parameters() {
    return description.parameters();
  }

  @Override
  public NodeRuntime runtime() {
    return NodeRuntime.CPYTHON;
  }

  @Override
  public boolean takesForeignValues() {
    return true;
  }

  @Override
  public Node create(NodeContext context) {
    return new PythonNode(python, factory, context.parameters().values());
  }
}
