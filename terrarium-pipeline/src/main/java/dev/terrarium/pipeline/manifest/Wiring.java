package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.Spelling;
import dev.terrarium.pipeline.graph.Connection;
import dev.terrarium.pipeline.graph.Graph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What flows from which node to which, each with its place in the document, and what is wrong with
/// that.
final class Wiring {
  private final Findings findings;
  private final List<Wire> wires = new ArrayList<>();
  private final List<Wire> deadLetters = new ArrayList<>();

  Wiring(Findings findings) {
    this.findings = findings;
  }

  /// @param path where it is said
  /// @param end where its target is said
  private record Wire(Connection connection, String path, String end) {}

  /// Takes an entry of `connections`; one that was there before delivers every item once more.
  void connect(Connection connection, String path) {
    wires.stream()
        .filter(wire -> wire.connection().equals(connection))
        .findFirst()
        .ifPresent(twin ->
            findings.warning(
                path,
                "is the same as "
                    + twin.path()
                    + "; "
                    + connection.to()
                    + " gets every item of "
                    + connection.from()
                    + " once more"));
    wires.add(new Wire(connection, path, path + ".to"));
  }

  /// Takes the `on_error` of a node; its dead letters may go to a node, also a later one.
  void failing(NodeId node, ErrorPolicy policy, String path) {
    if (policy instanceof ErrorPolicy.DeadLetter(ErrorPolicy.Target.Sink(var id))) {
      var place = path + ".on_error.dead_letter";
      deadLetters.add(new Wire(new Connection(node, new NodeId(id)), place, place));
    }
  }

  List<Connection> connections() {
    return connections(wires);
  }

  /// Puts all together, when every node is known.
  Graph graph(Collection<NodeId> nodes) {
    var ids = nodes.stream().map(NodeId::value).toList();
    for (var wire : deadLetters) {
      var sink = wire.connection().to();
      var hint = nodes.contains(sink) ? "" : Spelling.hint(sink.value(), ids);
      if (!hint.isEmpty()) {
        findings.warning(wire.path(), "'" + sink + "' is no node, but a further sink" + hint);
      }
    }
    deadLetters.removeIf(wire -> !nodes.contains(wire.connection().to()));
    return new Graph(List.copyOf(nodes), connections(wires), connections(deadLetters));
  }

  /// Finds cycles, and nodes that make their own items but are fed.
  void check(Graph graph, Collection<TypedNode> nodes) {
    for (var cycle : graph.cycles()) {
      findings.fault(
          place(cycle), "the connections form a cycle: " + join(cycle) + returned(cycle));
    }
    var sources =
        nodes.stream()
            .filter(node -> node.type().isSource())
            .map(node -> node.spec().id())
            .toList();
    Stream.concat(wires.stream(), deadLetters.stream())
        .filter(wire -> sources.contains(wire.connection().to()))
        .forEach(wire ->
            findings.fault(
                wire.end(),
                "node " + wire.connection().to() + " makes its own items and takes none"));
  }

  /// Returns where a cycle is said: of a node that feeds itself, the very connection.
  private String place(List<NodeId> cycle) {
    var step = new Connection(cycle.getFirst(), cycle.get(1));
    return cycle.size() > 2
        ? "$.connections"
        : Stream.concat(wires.stream(), deadLetters.stream())
            .filter(wire -> wire.connection().equals(step))
            .findFirst()
            .map(Wire::path)
            .orElse("$.connections");
  }

  /// Says which part of a cycle is no entry of `connections`.
  private String returned(List<NodeId> cycle) {
    var steps = new ArrayList<Connection>();
    for (int i = 1; i < cycle.size(); i++) {
      steps.add(new Connection(cycle.get(i - 1), cycle.get(i)));
    }
    steps.removeAll(connections());
    return steps.stream()
        .map(step -> ", where " + step.from() + " sends its dead letters to " + step.to())
        .collect(Collectors.joining());
  }

  private static List<Connection> connections(List<Wire> wires) {
    return wires.stream().map(Wire::connection).toList();
  }

  private static String join(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(" -> "));
  }
}
