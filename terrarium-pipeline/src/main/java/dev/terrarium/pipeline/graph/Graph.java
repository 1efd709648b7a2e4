package dev.terrarium.pipeline.graph;

import dev.terrarium.message.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Nodes and what flows from which to which; the order of the manifest decides wherever the
/// connections do not.
public final class Graph {
  private final Map<NodeId, List<NodeId>> downstream = new LinkedHashMap<>();
  private final Map<NodeId, List<NodeId>> upstream = new LinkedHashMap<>();
  private final Set<NodeId> taken = new HashSet<>();

  /// @param nodes each once
  /// @param connections between those nodes, in the order that fan-in follows
  public Graph(List<NodeId> nodes, List<Connection> connections) {
    this(nodes, connections, List.of());
  }

  /// @param nodes each once
  /// @param connections between those nodes, in the order that fan-in follows
  /// @param deadLetters where items go on which a node fails: they count as further connections,
  ///   last in order, but what the node emits does not go there
  public Graph(List<NodeId> nodes, List<Connection> connections, List<Connection> deadLetters) {
    for (var node : nodes) {
      downstream.put(node, new ArrayList<>());
      upstream.put(node, new ArrayList<>());
    }
    connections.forEach(this::connect);
    connections.forEach(connection -> taken.add(connection.from()));
    deadLetters.forEach(this::connect);
  }

  private void connect(Connection connection) {
    known(downstream, connection.from()).add(connection.to());
    known(upstream, connection.to()).add(connection.from());
  }

  /// Returns the nodes, in the order of the manifest.
  public List<NodeId> nodes() {
    return List.copyOf(downstream.keySet());
  }

  /// Returns who takes what `node` emits, in the order of the connections; who takes the items on
  /// which it fails comes last.
  public List<NodeId> downstreamOf(NodeId node) {
    return Collections.unmodifiableList(known(downstream, node));
  }

  /// Returns whose items `node` takes, in the order of the connections.
  public List<NodeId> upstreamOf(NodeId node) {
    return Collections.unmodifiableList(known(upstream, node));
  }

  /// Returns the nodes that take items from nobody, in the order of the manifest.
  public List<NodeId> sources() {
    return downstream.keySet().stream().filter(node -> upstreamOf(node).isEmpty()).toList();
  }

  /// Returns the nodes of which nobody takes what they emit, in the order of the manifest.
  public List<NodeId> sinks() {
    return downstream.keySet().stream().filter(node -> !taken.contains(node)).toList();
  }

  /// Returns the nodes so that each comes after those whose items it takes; nodes on a cycle, or
  /// behind one, are left out.
  public List<NodeId> order() {
    var position = new HashMap<NodeId, Integer>();
    var missing = new HashMap<NodeId, Integer>();
    upstream.forEach((node, from) -> missing.put(node, from.size()));
    downstream.keySet().forEach(node -> position.put(node, position.size()));
    var ready = new PriorityQueue<Integer>();
    sources().forEach(node -> ready.add(known(position, node)));

    var nodes = nodes();
    var order = new ArrayList<NodeId>();
    while (!ready.isEmpty()) {
      var node = nodes.get(ready.remove());
      order.add(node);
      for (var next : downstreamOf(node)) {
        if (missing.merge(next, -1, Integer::sum) == 0) {
          ready.add(known(position, next));
        }
      }
    }
    return order;
  }

  /// Returns cycles until every node that is on one is named; each starts and ends with one node.
  public List<List<NodeId>> cycles() {
    var ordered = new HashSet<>(order());
    var named = new HashSet<NodeId>();
    var cycles = new ArrayList<List<NodeId>>();
    for (var node : downstream.keySet()) {
      if (!ordered.contains(node) && !named.contains(node)) {
        var cycle = shortestCycle(node);
        named.addAll(cycle);
        if (!cycle.isEmpty()) {
          cycles.add(cycle);
        }
      }
    }
    return cycles;
  }

  private List<NodeId> shortestCycle(NodeId start) {
    var cameFrom = new HashMap<NodeId, NodeId>();
    var queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      var node = queue.remove();
      for (var next : downstreamOf(node)) {
        if (cameFrom.putIfAbsent(next, node) == null) {
          queue.add(next);
        }
        if (next.equals(start)) {
          return pathTo(start, cameFrom);
        }
      }
    }
    return List.of();
  }

  private static List<NodeId> pathTo(NodeId start, Map<NodeId, NodeId> cameFrom) {
    var path = new ArrayList<>(List.of(start));
    var node = known(cameFrom, start);
    while (!node.equals(start)) {
      path.add(node);
      node = known(cameFrom, node);
    }
    path.add(start);
    return path.reversed();
  }

  private static <V> V known(Map<NodeId, V> map, NodeId node) {
    var value = map.get(node);
    if (value == null) {
      throw new IllegalArgumentException("There is no node " + node + " in the graph");
    }
    return value;
  }
}
