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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chains of nodes to run in tests.
final class Chains {
  private Chains() {}

  /// A chain of one node of each type, named as its type.
  static Reading.Accepted of(NodeSource source, String... types) {
    var catalog = NodeCatalog.of(source);
    var order = new ArrayList<TypedNode>();
    for (var type : types) {
      var spec =
          new NodeSpec(
              new NodeId(type), type, Map.of(), Capabilities.NONE, Conduct.PLAIN, Optional.empty());
      switch (catalog.find(type)) {
        case Lookup.Found(var found) -> order.add(new TypedNode(spec, found));
        case Lookup.Unknown _, Lookup.Broken _ -> throw new IllegalArgumentException(type);
      }
    }
    var metadata = new Manifest.Metadata("test", Optional.empty(), Optional.empty());
    var ids = order.stream().map(node -> node.spec().id()).toList();
    var connections = new ArrayList<Connection>();
    for (int i = 1; i < ids.size(); i++) {
      connections.add(new Connection(ids.get(i - 1), ids.get(i)));
    }
    var specs = order.stream().map(TypedNode::spec).toList();
    var manifest = new Manifest(metadata, specs, connections, Optional.empty());
    return new Reading.Accepted(manifest, order, new Graph(ids, connections), List.of());
  }
}
