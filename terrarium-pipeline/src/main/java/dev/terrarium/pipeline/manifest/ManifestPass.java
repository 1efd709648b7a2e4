package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.graph.Connection;
import dev.terrarium.pipeline.graph.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One pass over one manifest.
final class ManifestPass {
  private final Fields root;
  private final Findings findings;
  private final TypeCheck typeCheck;
  private final PlacementCheck placementCheck;
  private final Map<NodeId, NodeSpec> specs = new LinkedHashMap<>();
  private final Map<NodeId, TypedNode> typed = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private boolean graphIsWhole = true;

  ManifestPass(Fields root, NodeCatalog catalog, Machine machine, Findings findings) {
    this.root = root;
    this.findings = findings;
    this.typeCheck = new TypeCheck(catalog, findings);
    this.placementCheck = new PlacementCheck(machine, findings);
  }

  /// Returns the manifest, or nothing if there is a fault in it.
  Optional<Reading.Accepted> read() {
    root.require("version").text("version", "v1"::equals, "\"v1\"");
    var metadata = root.require("metadata").object("metadata").flatMap(MetadataReader::read);
    readNodes();
    readConnections();
    NotYet.checkRoot(root);
    root.warnOfOthers();

    var graph = new Graph(List.copyOf(specs.keySet()), connections);
    ShapeCheck.check(graph, graphIsWhole, findings);
    return findings.faults().isEmpty()
        ? metadata.map(known -> accept(known, graph))
        : Optional.empty();
  }

  private Reading.Accepted accept(Manifest.Metadata metadata, Graph graph) {
    var manifest = new Manifest(metadata, List.copyOf(specs.values()), connections);
    var order = graph.order().stream().map(typed::get).toList();
    return new Reading.Accepted(manifest, order, findings.warnings());
  }

  private void readNodes() {
    var nodes = root.require("nodes").array("nodes");
    if (nodes.isPresent() && nodes.get().isEmpty()) {
      root.fault("nodes", "must hold at least one node");
    }
    var entries = nodes.orElse(List.of());
    for (int i = 0; i < entries.size(); i++) {
      var fields = Fields.of("$.nodes[" + i + "]", entries.get(i), findings);
      fields.map(NodeReader::read).ifPresentOrElse(this::add, () -> graphIsWhole = false);
    }
  }

  private void add(NodeDraft draft) {
    placementCheck.check(draft);
    var type = typeCheck.check(draft);
    if (draft.id().isEmpty()) {
      graphIsWhole = false;
      return;
    }
    var id = draft.id().get();
    var spec =
        new NodeSpec(
            id, draft.nodeType().orElse(""), draft.params(), draft.capabilities(), Conduct.PLAIN);
    if (specs.putIfAbsent(id, spec) != null) {
      findings.fault(draft.path() + ".id", "the id '" + id + "' is taken by an earlier node");
      graphIsWhole = false;
    }
    type.ifPresent(known -> typed.putIfAbsent(id, new TypedNode(spec, known)));
  }

  private void readConnections() {
    var entries = root.require("connections").array("connections");
    var reader = new ConnectionReader(Set.copyOf(specs.keySet()));
    graphIsWhole &= entries.isPresent();
    for (int i = 0; i < entries.map(List::size).orElse(0); i++) {
      Fields.of("$.connections[" + i + "]", entries.get().get(i), findings)
          .flatMap(reader::read)
          .ifPresentOrElse(connections::add, () -> graphIsWhole = false);
    }
  }
}
