package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.graph.Graph;
import java.util.List;
import java.util.stream.Collectors;

/// Holds the shape of the graph against what can run: no cycles, and one chain for now.
final class ShapeCheck {
  private static final String PATH = "$.connections";

  private ShapeCheck() {}

  /// @param whole whether every node and connection of the manifest is in the graph
  static void check(Graph graph, boolean whole, Findings findings) {
    var cycles = graph.cycles();
    for (var cycle : cycles) {
      findings.fault(PATH, "the connections form a cycle: " + join(cycle, " -> "));
    }
    if (cycles.isEmpty() && whole) {
      checkChain(graph, findings);
    }
  }

  private static void checkChain(Graph graph, Findings findings) {
    boolean branches = false;
    for (var node : graph.nodes()) {
      branches |= refuse(findings, node, "feeds", graph.downstreamOf(node));
      branches |= refuse(findings, node, "is fed by", graph.upstreamOf(node));
    }
    if (!branches && graph.sources().size() > 1) {
      findings.fault(
          PATH,
          "the nodes form "
              + graph.sources().size()
              + " separate chains, which begin at "
              + join(graph.sources(), ", ")
              + "; only one chain of all nodes is supported yet");
    }
  }

  private static boolean refuse(
      Findings findings, NodeId node, String relation, List<NodeId> others) {
    if (others.size() <= 1) {
      return false;
    }
    findings.fault(
        PATH,
        "node "
            + node
            + " "
            + relation
            + " "
            + join(others, ", ")
            + "; only a chain, one node after another, is supported yet");
    return true;
  }

  private static String join(List<NodeId> nodes, String separator) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(separator));
  }
}
