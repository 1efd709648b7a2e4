package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.graph.Graph;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Wiring wiring;
  private final Map<NodeId, NodeSpec> specs = new LinkedHashMap<>();
  private final Map<NodeId, TypedNode> typed = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private boolean areAllNamed;

  ManifestPass(Fields root, TypeCheck typeCheck, PlacementCheck placementCheck, Findings findings) {
    this.root = root;
    this.findings = findings;
    this.typeCheck = typeCheck;
    this.placementCheck = placementCheck;
    this.wiring = new Wiring(findings);
  }

  /// Returns the manifest and the types of its nodes, or nothing if there is a fault in it.
  Optional<Reading.Accepted> read() {
    return manifest().map(this::accept);
  }

  /// Returns the manifest, or nothing if there is a fault in it.
  Optional<Manifest> manifest() {
    root.require("version", "\"v1\"").text("version", "v1"::equals, "\"v1\"");
    var metadata =
        root.require("metadata", "an object with the pipeline's name, {\"name\": …}")
            .object("metadata")
            .flatMap(MetadataReader::read);
    var pyproject = PyprojectReader.read(root);
    NotYet.checkRoot(root);
    readNodes();
    readConnections();
    root.warnOfOthers();

    wiring.check(graph(), typed.values());
    return findings.faults().isEmpty()
        ? metadata.map(known ->
            new Manifest(known, List.copyOf(specs.values()), wiring.connections(), pyproject))
        : Optional.empty();
  }

  private Graph graph() {
    return wiring.graph(specs.keySet());
  }

  private Reading.Accepted accept(Manifest manifest) {
    var graph = graph();
    var order = graph.order().stream().map(typed::get).toList();
    return new Reading.Accepted(manifest, order, graph, findings.warnings());
  }

  private void readNodes() {
    var nodes =
        root.require("nodes", "an array of nodes, each {\"id\": …, \"node_type\": …}")
            .array("nodes");
    if (nodes.isPresent() && nodes.get().isEmpty()) {
      root.fault("nodes", "must hold at least one node");
    }
    var entries = nodes.orElse(List.of());
    areAllNamed = !entries.isEmpty();
    for (int i = 0; i < entries.size(); i++) {
      var fields = Fields.of("$.nodes[" + i + "]", entries.get(i), findings);
      fields.map(NodeReader::read).ifPresent(this::add);
      var id = fields.flatMap(node -> node.any("id")).filter(String.class::isInstance);
      id.ifPresent(text -> ids.add((String) text));
      areAllNamed &= id.isPresent();
    }
  }

  private void add(NodeDraft draft) {
    placementCheck.check(draft);
    var type = typeCheck.check(draft);
    if (draft.id().isEmpty()) {
      return;
    }
    var id = draft.id().get();
    if (specs.containsKey(id)) {
      findings.fault(draft.path() + ".id", "the id '" + id + "' is taken by an earlier node");
      return;
    }
    var spec = draft.spec(id, type.map(NodeType::streams).orElse(false));
    specs.put(id, spec);
    wiring.failing(id, draft.conduct().onError(), draft.path());
    type.ifPresent(known -> typed.put(id, new TypedNode(spec, known)));
  }

  private void readConnections() {
    var entries =
        root.require("connections", "an array of {\"from\": …, \"to\": …}, which may be empty")
            .array("connections")
            .orElse(List.of());
    var reader = new ConnectionReader(Set.copyOf(specs.keySet()), ids, areAllNamed);
    for (int i = 0; i < entries.size(); i++) {
      var path = "$.connections[" + i + "]";
      Fields.of(path, entries.get(i), findings)
          .flatMap(reader::read)
          .ifPresent(connection -> wiring.connect(connection, path));
    }
  }
}
