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
  public boolean canStream() {
    return !description.isSource();
  }

  @Override
  public boolean streams() {
    return description.streams();
  }

  @Override
  public boolean isSource() {
    return description.isSource();
  }

  @Override
  public void interrupt(Thread thread) {
    python.python().interrupt(thread);
  }

  @Override
  public Node create(NodeContext context) {
    var conduct = context.conduct();
    var lane = new OpenLane(python.python());
    boolean streaming = conduct.streaming();
    var driven = new Driven(python, factory, context.parameters().values(), streaming, lane);
    if (description.isSource()) {
      return new PythonSourceNode(driven);
    }
    return streaming
        ? new PythonStreamNode(python, driven)
        : new PythonNode(python.crossing(), driven);
  }
}
