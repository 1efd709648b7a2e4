package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.ParameterType;
import dev.terrarium.worker.renewal.Renewable;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    implements Renewable {

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
    return stable
        .renewals()
        .map(known -> known.begin(this, context))
        .orElseGet(() -> make(context, null));
  }

  /// The state and the figures of the one before go over, seat by seat.
  @Override
  public Node make(NodeContext context, @Nullable Node before) {
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
    var arrivals = new Arrivals();
    var seats =
        handovers(context, before).stream()
            .map(handover -> new Seat(stable, sought, context, handover, arrivals))
            .toList();
    return new ProcessNode(seats, arrivals, new Limit(context.conduct().timeout()));
  }

  private static List<Handover> handovers(NodeContext context, @Nullable Node before) {
    if (before instanceof ProcessNode old) {
      return old.seats().stream().map(Seat::handover).toList();
    }
    int workers = context.conduct().workers();
    return IntStream.rangeClosed(1, workers)
        .mapToObj(number -> Handover.first(new Owner(context.id().value(), number, workers)))
        .toList();
  }

  private Seat onlySeat(NodeContext context) {
    var handover = Handover.first(Owner.of(context.id().value()));
    return new Seat(stable, sought, context, handover, new Arrivals());
  }

  @Override
  public boolean isAhead(Node node) {
    return node instanceof ProcessNode known && known.isAhead();
  }
}
