package dev.terrarium.cli.draw;

import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Notation;
import java.util.ArrayList;
import java.util.List;

/// Drawings of manifests.
final class Drawings {
  private final List<String> nodes = new ArrayList<>();
  private final List<String> connections = new ArrayList<>();

  /// Adds a node with further fields, each as JSON.
  Drawings node(String id, String type, String... fields) {
    var more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    nodes.add("{\"id\": \"%s\", \"node_type\": \"%s\"%s}".formatted(id, type, more));
    return this;
  }

  Drawings chain(String... ids) {
    for (int i = 1; i < ids.length; i++) {
      connections.add("{\"from\": \"%s\", \"to\": \"%s\"}".formatted(ids[i - 1], ids[i]));
    }
    return this;
  }

  /// Returns the drawing.
  ///
  /// @param name the pipeline's, as it stands in JSON
  Drawing named(String name) {
    var json =
        "{\"version\": \"v1\", \"metadata\": {\"name\": \"%s\"}, \"nodes\": %s, \"connections\": %s}"
            .formatted(name, nodes, connections);
    var outline =
        new ManifestReader(NodeCatalog.of(), new Machine(1, 1, "none", List.of()))
            .outline(json, Notation.JSON);
    return ManifestDrawing.of(
        outline.manifest().orElseThrow(() -> new AssertionError(outline.faults())));
  }

  /// Two branches that meet again, with whatever a manifest can say of a node.
  static Drawing talk() {
    return new Drawings()
        .node("microphone", "MediaReaderNode")
        .node("voice", "speech:Voice", "\"is_streaming\": true")
        .node(
            "words",
            "asr:Words",
            "\"isolation\": \"thread\"",
            "\"queue\": {\"capacity\": 8, \"policy\": \"drop_oldest\"}",
            "\"retry\": {\"attempts\": 3}",
            "\"timeout_ms\": 2500",
            "\"circuit\": {\"failures\": 5, \"reset_ms\": 30000}",
            "\"on_error\": {\"dead_letter\": \"failed.jsonl\"}")
        .node("level", "AddNode", "\"on_error\": \"skip\"", "\"params\": {\"addend\": 1}")
        .node("merge", "merge:Merge", "\"capabilities\": {\"memory_gb\": 4000}")
        .chain("microphone", "voice", "words", "merge")
        .chain("voice", "level", "merge")
        .named("talk");
  }
}
