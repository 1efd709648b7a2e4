package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.ParameterType;
import java.util.stream.IntStream;

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
    var parameters = told.parameters().stream().map(ProcessNodeType::parameter).toList();
    return new ProcessNodeType(
        stable,
        sought,
        told.summary().isEmpty() ? "A Python node." : told.summary(),
        new ParameterSchema(parameters, told.takesAny()),
        told.streams(),
        told.isSource());
  }

  private static Parameter parameter(Told.Named told) {
    return new Parameter(
        told.name(),
        new ParameterType.Anything(),
        told.standard().isEmpty() ? told.annotation() : told.annotation() + " = " + told.standard(),
        told.isRequired() ? new Parameter.Presence.Required() : new Parameter.Presence.Optional());
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
      return new ProcessMaker(onlySeat(context));
    }
    if (streaming) {
      return new ProcessStream(onlySeat(context));
    }
    int workers = context.conduct().workers();
    var arrivals = new Arrivals();
    var seats =
        IntStream.rangeClosed(1, workers)
            .mapToObj(number -> seat(context, number, workers, arrivals))
            .toList();
    return new ProcessNode(seats, arrivals, new Limit(context.conduct().timeout()));
  }

  private Seat onlySeat(NodeContext context) {
    return seat(context, 1, 1, new Arrivals());
  }

  private Seat seat(NodeContext context, int number, int count, Arrivals arrivals) {
    var owner = new Owner(context.id().value(), number, count);
    return new Seat(stable, sought, context, owner, arrivals);
  }
}
