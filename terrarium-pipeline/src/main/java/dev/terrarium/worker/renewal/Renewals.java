package dev.terrarium.worker.renewal;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the types of nodes at work have become since they were made.
///
/// Types are replaced by whoever hears of changes; each node asks for its own, on its own thread,
/// between two items.
public final class Renewals {
  private static final int LINES_OF_TRACEBACK = 8;

  /// What the frames of Python's own import are told by, which stand between the user's.
  private static final String OF_IMPORT = "File \"<frozen importlib.";

  private final Consumer<String> notices;
  private final List<Path> folders;
  private final Map<Renewable, Newer> ofTypes = new HashMap<>();
  private final Map<NodeId, Newer> ofNodes = new HashMap<>();
  private final Map<NodeId, Renewable> settled = new HashMap<>();
  private volatile int count;

  /// @param notices takes what is told of nodes
  /// @param folders where modules are imported from
  public Renewals(Consumer<String> notices, List<Path> folders) {
    this.notices = notices;
    this.folders = folders.stream().map(Path::toAbsolutePath).toList();
  }

  /// What a type has become.
  ///
  /// @param origin what has changed, for messages
  record Newer(Renewable type, String origin) {}

  /// Makes a node of a run. One that sees the whole stream, or makes items of its own, is called
  /// once: there is no moment at which it could become another.
  public synchronized Node begin(Renewable type, NodeContext context) {
    if (type.isSource() || context.conduct().streaming()) {
      settled.put(context.id(), type);
      return type.make(context, null);
    }
    return new RenewableNode(this, context, type);
  }

  /// Returns how often something was replaced.
  int count() {
    return count;
  }

  /// Returns the newest that a node may be of, which was of a type.
  synchronized @Nullable Newer newest(NodeId node, Renewable type) {
    Newer newest = null;
    var next = ofNodes.get(node);
    if (next == null || next.type().equals(type)) {
      next = ofTypes.get(type);
    }
    while (next != null) {
      newest = next;
      next = ofTypes.get(next.type());
    }
    return newest;
  }

  /// Lets all nodes of a type become of another.
  public synchronized void replace(Renewable old, Renewable type, String origin) {
    ofTypes.put(old, new Newer(type, origin));
    for (var node : settled.entrySet()) {
      if (node.getValue().equals(old)) {
        node.setValue(type);
        tellSettled(node.getKey(), origin);
      }
    }
    count++;
  }

  /// Lets one node become of another type.
  public synchronized void replace(NodeId node, Renewable type, String origin) {
    ofNodes.put(node, new Newer(type, origin));
    if (settled.replace(node, type) != null) {
      tellSettled(node, origin);
    }
    count++;
  }

  private void tellSettled(NodeId node, String origin) {
    tell(
        "%s changed; node %s is called once for all items, so that is for the next run"
            .formatted(origin, node));
  }

  /// Names files as they are known: in their folder.
  public String origin(Collection<String> files) {
    return files.stream()
        .map(Path::of)
        .map(file ->
            folders.stream()
                .filter(file::startsWith)
                .map(folder -> folder.relativize(file))
                .min((one, other) -> one.getNameCount() - other.getNameCount())
                .orElse(file))
        .map(Path::toString)
        .collect(Collectors.joining(", "));
  }

  /// Tells that a change comes to nothing.
  ///
  /// @param sentence what has changed, and what is the case now
  public void kept(String sentence, Exception failed) {
    var shown =
        failed instanceof ForeignException raised && !raised.traceback().isBlank()
            ? raised.traceback()
            : String.valueOf(failed.getMessage());
    var lines = shown.strip().lines().filter(line -> !line.contains(OF_IMPORT)).toList();
    var last = lines.subList(Math.max(0, lines.size() - LINES_OF_TRACEBACK), lines.size());
    tell(sentence + ":\n  " + String.join("\n  ", last));
  }

  public void tell(String sentence) {
    notices.accept(sentence);
  }
}
