package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.SourceNode;
import dev.terrarium.pipeline.data.DataPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one built-in node on its own.
final class NodeHarness {
  private final Node node;

  private NodeHarness(Node node) {
    this.node = node;
  }

  /// Makes a node of a type with these parameters; its id is `n`.
  static NodeHarness of(String type, Map<String, ? extends @Nullable Object> params)
      throws Exception {
    return of(DataPorts.none(), type, params);
  }

  /// Makes a node that may meet a program.
  static NodeHarness of(
      DataPorts ports, String type, Map<String, ? extends @Nullable Object> params)
      throws Exception {
    var types = new BuiltInNodes().open(Settings.of(ports));
    if (!(types.find(type) instanceof Lookup.Found(var found))) {
      throw new IllegalArgumentException("There is no " + type);
    }
    var faults = found.parameters().check("$", params);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.toString());
    }
    var complete = found.parameters().complete(params);
    return new NodeHarness(found.create(new NodeContext(new NodeId("n"), complete, Conduct.PLAIN)));
  }

  /// Returns all that comes of these items, the flush included; a [Runnable] runs in its turn.
  List<@Nullable Object> run(@Nullable Object... items) throws Exception {
    var out = new ArrayList<@Nullable Object>();
    try {
      node.open();
      for (var item : items) {
        if (item instanceof Runnable between) {
          between.run();
        } else {
          node.process(item, out::add);
        }
      }
      node.flush(out::add);
    } finally {
      node.close();
    }
    return out;
  }

  /// Returns all that a source makes.
  List<@Nullable Object> produce() throws Exception {
    var out = new ArrayList<@Nullable Object>();
    produce(out::add);
    return out;
  }

  /// Lets a source make its items.
  void produce(Outlet out) throws Exception {
    try {
      node.open();
      ((SourceNode) node).produce(out);
      node.flush(out);
    } finally {
      node.close();
    }
  }
}
