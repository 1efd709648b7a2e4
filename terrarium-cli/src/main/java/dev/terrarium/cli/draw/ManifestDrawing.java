package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Ends;
import dev.terrarium.cli.draw.Drawing.Kind;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.graph.Connection;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.NodeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A manifest as it stands, drawn: no node's type is looked for.
public final class ManifestDrawing {
  private static final String PYTHON_TYPE = ":";

  private final Manifest manifest;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Box> boxes = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();

  private ManifestDrawing(Manifest manifest) {
    this.manifest = manifest;
  }

  /// Returns the nodes as boxes in the order of the manifest, then the files and sinks that are
  /// there for failed items; the connections as arrows in their order, then the ways of failed
  /// items.
  public static Drawing of(Manifest manifest) {
    return new ManifestDrawing(manifest).drawing();
  }

  /// Returns what runs a node: a `module:Class` is Python, and so is what the manifest has the text
  /// of; a plain name is built in.
  public static Kind kind(NodeSpec node) {
    return node.source().isPresent() || node.nodeType().contains(PYTHON_TYPE)
        ? Kind.PYTHON
        : Kind.JAVA;
  }

  private Drawing drawing() {
    for (var node : manifest.nodes()) {
      places.put(node.id().value(), boxes.size());
      boxes.add(
          new Box(
              node.id().value(),
              node.nodeType(),
              kind(node),
              ConductBadges.of(node),
              ends(node.id()),
              Optional.empty()));
    }
    addConnections();
    manifest.nodes().forEach(this::addFailures);
    var metadata = manifest.metadata();
    return new Drawing(metadata.name(), metadata.description().orElse(""), boxes, arrows);
  }

  private Ends ends(NodeId node) {
    boolean fed = manifest.connections().stream().map(Connection::to).anyMatch(node::equals);
    boolean feeds = manifest.connections().stream().map(Connection::from).anyMatch(node::equals);
    return new Ends(
        fed || takesFailures(node) ? Optional.empty() : Optional.of("input"),
        feeds ? Optional.empty() : Optional.of("output"));
  }

  private boolean takesFailures(NodeId node) {
    return manifest.nodes().stream()
        .flatMap(other -> target(other).stream())
        .anyMatch(
            target -> target instanceof ErrorPolicy.Target.Sink(var id) && id.equals(node.value()));
  }

  private void addConnections() {
    Map<NodeId, Integer> arriving = new HashMap<>();
    manifest.connections().forEach(to -> arriving.merge(to.to(), 1, Integer::sum));
    Map<NodeId, Integer> arrived = new HashMap<>();
    for (var connection : manifest.connections()) {
      int number = arrived.merge(connection.to(), 1, Integer::sum);
      boolean alone = Integer.valueOf(1).equals(arriving.get(connection.to()));
      arrows.add(
          new Arrow(
              place(connection.from()),
              place(connection.to()),
              false,
              alone ? Optional.empty() : Optional.of(number),
              ""));
    }
  }

  private void addFailures(NodeSpec node) {
    target(node)
        .ifPresent(target -> {
          int to =
              switch (target) {
                case ErrorPolicy.Target.Sink(var id) -> letters(id, id, "a sink");
                case ErrorPolicy.Target.File(var path) -> letters("file:" + path, path, "a file");
              };
          int from = place(node.id());
          if (from != to) {
            arrows.add(new Arrow(from, to, true, Optional.empty(), ""));
          }
        });
  }

  private int letters(String key, String name, String what) {
    return places.computeIfAbsent(
        key,
        _ -> {
          boxes.add(
              new Box(
                  name,
                  what,
                  Kind.LETTERS,
                  List.of(),
                  new Ends(Optional.empty(), Optional.empty()),
                  Optional.empty()));
          return boxes.size() - 1;
        });
  }

  private static Optional<ErrorPolicy.Target> target(NodeSpec node) {
    return node.conduct().onError() instanceof ErrorPolicy.DeadLetter(var target)
        ? Optional.of(target)
        : Optional.empty();
  }

  private int place(NodeId node) {
    var place = places.get(node.value());
    if (place == null) {
      throw new IllegalArgumentException("There is no node " + node + " in the manifest");
    }
    return place;
  }
}
