package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.ParameterType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A Python class or function whose nodes run in processes of their own.
///
/// @param streams whether it asks for the whole stream
/// @param isSource whether it makes items of its own
record ProcessNodeType(
    Stable stable,
    Sought sought,
    String summary,
    ParameterSchema parameters,
    boolean streams,
    boolean isSource)
    implements NodeType {

  /// Makes a type of what a worker told of it.
  static ProcessNodeType of(Stable stable, Sought sought, Told.Described told) {
    var parameters = new ArrayList<Parameter>();
    for (var each : told.parameters()) {
      parameters.add(parameter((List<?>) each));
    }
    return new ProcessNodeType(
        stable,
        sought,
        told.summary().isEmpty() ? "A Python node." : told.summary(),
        new ParameterSchema(parameters, told.takesAny()),
        told.streams(),
        told.isSource());
  }

  /// Reads `(name, required, annotation, default)`.
  private static Parameter parameter(List<?> described) {
    var annotation = (String) described.get(2);
    var standard = (String) described.get(3);
    return new Parameter(
        (String) described.get(0),
        new ParameterType.Anything(),
        standard.isEmpty() ? annotation : annotation + " = " + standard,
        (Boolean) described.get(1)
            ? new Parameter.Presence.Required()
            : new Parameter.Presence.Optional());
  }

  @Override
  public String name() {
    return sought.name();
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
    return !isSource;
  }

  @Override
  public Node create(NodeContext context) {
    boolean streaming = context.conduct().streaming();
    if (context.conduct().timeout().isPresent() && (streaming || isSource)) {
      throw new IllegalArgumentException(
          "a node that sees the whole stream, or makes items of its own, works on no single item that a time limit could hold for: leave timeout_ms out");
    }
    if (isSource) {
      return new ProcessMaker(new Seat(stable, sought, context));
    }
    if (streaming) {
      return new ProcessStream(new Seat(stable, sought, context));
    }
    var seats =
        Stream.generate(() -> new Seat(stable, sought, context))
            .limit(context.conduct().workers())
            .toList();
    return new ProcessNode(seats, new Limit(context.conduct().timeout()));
  }
}
