package dev.terrarium.worker.inline;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameters;
import dev.terrarium.pipeline.SourceNode;
import dev.terrarium.pipeline.StreamNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Drives single nodes, without a pipeline around them.
final class Bench {
  private Bench() {}

  static Conduct streaming() {
    return conduct(true, Optional.empty());
  }

  static Conduct within(Duration timeout) {
    return conduct(false, Optional.of(timeout));
  }

  private static Conduct conduct(boolean streaming, Optional<Duration> timeout) {
    var plain = Conduct.PLAIN;
    return new Conduct(
        streaming,
        plain.isolation(),
        plain.onError(),
        plain.retry(),
        timeout,
        plain.circuit(),
        plain.queue());
  }

  static Node node(NodeType type, Conduct conduct) throws Exception {
    return type.create(new NodeContext(new NodeId("n"), new Parameters(Map.of()), conduct));
  }

  /// Converts each item before it goes on.
  static Outlet into(List<@Nullable Object> out) {
    return item -> out.add(item instanceof ForeignValue foreign ? foreign.toJava() : item);
  }

  /// Returns all that a node makes of a stream.
  static List<@Nullable Object> stream(NodeType type, Iterator<?> items) throws Exception {
    var out = new ArrayList<@Nullable Object>();
    stream(type, items, into(out));
    return out;
  }

  static void stream(NodeType type, Iterator<?> items, Outlet out) throws Exception {
    var node = (StreamNode) node(type, streaming());
    try {
      node.open();
      node.stream(untyped(items), out);
    } finally {
      node.close();
    }
  }

  /// Returns all that a source makes.
  static List<@Nullable Object> items(NodeType type) throws Exception {
    var out = new ArrayList<@Nullable Object>();
    var node = (SourceNode) node(type, Conduct.PLAIN);
    try {
      node.open();
      node.produce(into(out));
    } finally {
      node.close();
    }
    return out;
  }

  private static Iterator<@Nullable Object> untyped(Iterator<?> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public @Nullable Object next() {
        return items.next();
      }
    };
  }
}
