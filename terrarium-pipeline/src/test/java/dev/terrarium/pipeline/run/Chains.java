package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.graph.Connection;
import dev.terrarium.pipeline.graph.Graph;
import dev.terrarium.pipeline.manifest.Capabilities;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.manifest.TypedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pipelines to run in tests, of one node for each type, named as its type.
final class Chains {
  private Chains() {}

  /// A chain of one node of each type.
  static Reading.Accepted of(NodeSource source, String... types) {
    var connections = new ArrayList<String>();
    for (int i = 1; i < types.length; i++) {
      connections.add(types[i - 1] + " > " + types[i]);
    }
    return graph(source, Map.of(), List.of(types), connections);
  }

  /// A graph of one node of each type, with connections such as `a > b`.
  static Reading.Accepted graph(NodeSource source, List<String> types, String... connections) {
    return graph(source, Map.of(), types, List.of(connections));
  }

  /// A graph of nodes of which some are run in a way of their own.
  static Reading.Accepted graph(
      NodeSource source,
      Map<String, Conduct> conducts,
      List<String> types,
      List<String> connections) {
    var catalog = NodeCatalog.of(source);
    var nodes = new LinkedHashMap<NodeId, TypedNode>();
    for (var type : types) {
      var conduct = conducts.getOrDefault(type, Conduct.PLAIN);
      var spec =
          new NodeSpec(
              new NodeId(type), type, Map.of(), Capabilities.NONE, conduct, Optional.empty());
      switch (catalog.find(type)) {
        case Lookup.Found(var found) -> nodes.put(spec.id(), new TypedNode(spec, found));
        case Lookup.Unknown _, Lookup.Broken _ -> throw new IllegalArgumentException(type);
      }
    }
    var joined = connections.stream().map(Chains::connection).toList();
    var graph = new Graph(List.copyOf(nodes.keySet()), joined);
    var order = graph.order().stream().map(nodes::get).toList();
    var metadata = new Manifest.Metadata("test", Optional.empty(), Optional.empty());
    var manifest =
        new Manifest(
            metadata,
            nodes.values().stream().map(TypedNode::spec).toList(),
            joined,
            Optional.empty());
    return new Reading.Accepted(manifest, order, graph, List.of());
  }

  private static Connection connection(String text) {
    var ends = text.split(" > ");
    return new Connection(new NodeId(ends[0]), new NodeId(ends[1]));
  }
}
