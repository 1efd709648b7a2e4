package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import java.util.List;

/// Manifests to test with.
final class Manifests {
  static final Machine MACHINE = new Machine(4, 8L << 30, "x86_64", List.of());

  private Manifests() {}

  static Reading read(String json) {
    return read(json, MACHINE);
  }

  static Reading read(String json, Machine machine) {
    return new ManifestReader(NodeCatalog.load(Settings.of()), machine).read(json);
  }

  /// Reads a manifest whose node types are those of [Kinds].
  static Reading readOfKinds(String json) {
    return new ManifestReader(NodeCatalog.of(new Kinds()), MACHINE).read(json);
  }

  /// Reads a manifest that must be accepted.
  static Reading.Accepted accepted(String json) {
    return accepted(readOfKinds(json));
  }

  private static Reading.Accepted accepted(Reading reading) {
    return switch (reading) {
      case Reading.Accepted accepted -> accepted;
      case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
    };
  }

  /// Returns the faults of a manifest of [Kinds] that is refused, as text.
  static List<String> faultsOfKinds(String json) {
    return readOfKinds(json) instanceof Reading.Refused refused
        ? refused.faults().stream().map(Fault::toString).toList()
        : List.of();
  }

  /// Returns the faults of a manifest that is refused, as text.
  static List<String> faults(String json) {
    return read(json) instanceof Reading.Refused refused
        ? refused.faults().stream().map(Fault::toString).toList()
        : List.of();
  }

  static List<String> warnings(String json) {
    return read(json).warnings().stream().map(Fault::toString).toList();
  }

  /// A manifest of these nodes, with these connections written `a>b`.
  static String of(String nodes, String... connections) {
    var list =
        java.util.Arrays.stream(connections)
            .map(connection -> connection.split(">", -1))
            .map(ends -> "{\"from\": \"" + ends[0] + "\", \"to\": \"" + ends[1] + "\"}")
            .toList();
    return """
    {"version": "v1", "metadata": {"name": "test"}, "nodes": [%s], "connections": [%s]}
    """
        .formatted(nodes, String.join(", ", list));
  }

  /// A manifest of nodes that pass everything.
  static String ofPassing(String ids, String... connections) {
    var nodes =
        java.util.Arrays.stream(ids.split(" ", -1)).map(id -> node(id, "PassThrough", "")).toList();
    return of(String.join(", ", nodes), connections);
  }

  /// One node, with further fields such as `"params": {}`.
  static String node(String id, String type, String more) {
    return "{\"id\": \"%s\", \"node_type\": \"%s\"%s}"
        .formatted(id, type, more.isEmpty() ? "" : ", " + more);
  }
}
