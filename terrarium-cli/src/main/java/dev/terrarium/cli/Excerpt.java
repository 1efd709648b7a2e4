package dev.terrarium.cli;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.graph.Connection;
import dev.terrarium.pipeline.graph.Graph;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.Reading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A part of a pipeline: a node and all that its items can reach.
final class Excerpt {
  private Excerpt() {}

  /// Returns the part that begins with a node; what enters it from elsewhere is cut off.
  static Reading.Accepted from(NodeId first, Reading.Accepted whole) {
    var members = reached(first, whole.graph());
    var manifest = whole.manifest();
    var nodes = manifest.nodes().stream().filter(node -> members.contains(node.id())).toList();
    var connections =
        manifest.connections().stream()
            .filter(each -> members.contains(each.from()) && members.contains(each.to()))
            .toList();
    var ids = nodes.stream().map(node -> node.id()).toList();
    var deadLetters = new ArrayList<Connection>();
    for (var node : nodes) {
      if (node.conduct().onError()
              instanceof ErrorPolicy.DeadLetter(ErrorPolicy.Target.Sink(var sink))
          && members.contains(new NodeId(sink))) {
        deadLetters.add(new Connection(node.id(), new NodeId(sink)));
      }
    }
    return new Reading.Accepted(
        new Manifest(manifest.metadata(), nodes, connections, manifest.pyproject()),
        whole.order().stream().filter(node -> members.contains(node.spec().id())).toList(),
        new Graph(ids, connections, deadLetters),
        List.of());
  }

  private static Set<NodeId> reached(NodeId first, Graph graph) {
    var reached = new LinkedHashSet<NodeId>();
    var next = new ArrayDeque<>(List.of(first));
    while (!next.isEmpty()) {
      var node = next.remove();
      if (reached.add(node)) {
        next.addAll(graph.downstreamOf(node));
      }
    }
    return reached;
  }
}
