package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.manifest.TypedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All connections of a pipeline: those of the manifest, those for failed items, and those from the
/// input and to the output.
final class Links {
  static final int INPUT = -1;

  private final List<TypedNode> nodes;
  private final Map<NodeId, Integer> places = new HashMap<>();
  private final Map<Integer, List<Link>> from = new HashMap<>();
  private final Map<Integer, List<Link>> to = new HashMap<>();
  private int links;

  Links(Reading.Accepted pipeline) {
    this.nodes = pipeline.order();
    nodes.forEach(node -> places.put(node.spec().id(), places.size()));
    var manifest = pipeline.manifest();
    for (var connection : manifest.connections()) {
      link(place(connection.from()), place(connection.to()), "", false);
    }
    var specs = manifest.nodes();
    var sinks = specs.stream().filter(spec -> from(place(spec.id())).isEmpty()).toList();
    specs.forEach(spec -> linkFailures(spec, true));
    specs.forEach(this::linkInput);
    sinks.forEach(spec -> link(place(spec.id()), output(), spec.id().value(), false));
    specs.forEach(spec -> linkFailures(spec, false));
  }

  List<TypedNode> nodes() {
    return nodes;
  }

  /// Returns what stands for the output.
  int output() {
    return nodes.size();
  }

  List<Link> from(int node) {
    return from.getOrDefault(node, List.of());
  }

  List<Link> to(int node) {
    return to.getOrDefault(node, List.of());
  }

  /// Links a node to where its failed items go: to a node of that name, or else to a sink.
  private void linkFailures(NodeSpec spec, boolean toNodes) {
    if (spec.conduct().onError()
        instanceof ErrorPolicy.DeadLetter(ErrorPolicy.Target.Sink(var sink))) {
      var target = NodeId.isValid(sink) ? places.get(new NodeId(sink)) : null;
      if (toNodes && target != null) {
        link(place(spec.id()), target, "", true);
      } else if (!toNodes && target == null) {
        link(place(spec.id()), output(), sink, true);
      }
    }
  }

  private void linkInput(NodeSpec spec) {
    int node = place(spec.id());
    if (to(node).isEmpty() && !nodes.get(node).type().isSource()) {
      link(INPUT, node, "", false);
    }
  }

  private void link(int source, int target, String sink, boolean isForFailures) {
    var link = new Link(links++, source, target, sink, isForFailures);
    from.computeIfAbsent(source, _ -> new ArrayList<>()).add(link);
    to.computeIfAbsent(target, _ -> new ArrayList<>()).add(link);
  }

  private int place(NodeId id) {
    var place = places.get(id);
    if (place == null) {
      throw new IllegalArgumentException("The order of the pipeline lacks node " + id);
    }
    return place;
  }
}
