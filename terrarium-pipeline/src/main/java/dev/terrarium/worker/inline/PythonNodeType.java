package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeThread;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.python.PyRef;
import dev.terrarium.worker.renewal.Renewable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Python class or function, as a kind of node.
///
/// @param name `module:Class`
/// @param module the module that it was looked for in; empty for what lives already
/// @param factory the class or function, kept by `python`
record PythonNodeType(
    InlinePython python, String name, String module, Description description, PyRef factory)
    implements Renewable {
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
    python.atWork().interrupt(thread);
  }

  @Override
  public Optional<NodeThread> lendThread() {
    return python.lendThread();
  }

  @Override
  public Optional<ChainNode.Maker> chains() {
    return description.isSource() || python.renewals().isPresent()
        ? Optional.empty()
        : Optional.of(python);
  }

  @Override
  public Node create(NodeContext context) {
    return python
        .renewals()
        .map(renewals -> renewals.begin(this, context))
        .orElseGet(() -> make(context, null));
  }

  /// State is not handed over.
  @Override
  public Node make(NodeContext context, @Nullable Node before) {
    boolean streaming = context.conduct().streaming();
    var lane = lane(context);
    var driven = new Driven(python, factory, context, streaming, lane);
    if (description.isSource()) {
      return new PythonSourceNode(driven);
    }
    return streaming
        ? new PythonStreamNode(python, driven)
        : new PythonNode(python.crossing(), driven);
  }

  private Lane lane(NodeContext context) {
    var timeout = context.conduct().timeout();
    if (timeout.isEmpty()) {
      return python.lane(List.of(context.id().value()));
    }
    if (context.conduct().streaming() || description.isSource()) {
      throw new IllegalArgumentException(
          "a node that sees the whole stream, or makes items of its own, works on no single item that a time limit could hold for: leave timeout_ms out");
    }
    return new LimitedLane(python.python(), "node " + context.id(), timeout.get());
  }
}
