package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// As much of a node as could be read.
///
/// @param path the node's place in the document
/// @param kind what the node is
/// @param streaming whether it sees the whole stream, where the manifest says so
/// @param conduct how it is to be run, streaming aside
record NodeDraft(
    String path,
    Optional<NodeId> id,
    Kind kind,
    Capabilities capabilities,
    Optional<Boolean> streaming,
    Conduct conduct) {
  /// What names a node's type, and what the type is held against.
  ///
  /// @param source the program text that the type is found in, rather than in the catalog
  /// @param runtime what is to run it, if the manifest insists
  record Kind(
      Optional<String> nodeType,
      Optional<String> source,
      Map<String, @Nullable Object> params,
      Optional<Asked> runtime) {}

  /// A runtime that the manifest insists on.
  ///
  /// @param field which field says so
  /// @param word such as `cpython`
  record Asked(String field, String word) {}

  /// Returns the node as the manifest's reader publishes it.
  ///
  /// @param streams whether a node of its type sees the whole stream where the manifest is silent
  NodeSpec spec(NodeId known, boolean streams) {
    return new NodeSpec(
        known,
        kind.nodeType().orElse(""),
        kind.params(),
        capabilities,
        conduct.withStreaming(streaming.orElse(streams)),
        kind.source());
  }
}
