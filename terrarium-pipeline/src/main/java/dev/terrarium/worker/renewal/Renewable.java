package dev.terrarium.worker.renewal;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeType;
import org.jspecify.annotations.Nullable;

/// A type that there may be newer source of, while its nodes are at work.
public interface Renewable extends NodeType {
  /// Makes a node that stays what it is.
  ///
  /// @param before the node that it comes in the place of, which is closed later; null for none
  Node make(NodeContext context, @Nullable Node before);

  /// Whether a node of this type has begun with items before their turn.
  default boolean isAhead(Node node) {
    return false;
  }
}
