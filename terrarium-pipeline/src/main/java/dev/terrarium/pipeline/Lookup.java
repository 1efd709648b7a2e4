package dev.terrarium.pipeline;

import java.util.Optional;

/// What came of looking for a node type.
public sealed interface Lookup {
  /// It is there.
  record Found(NodeType type) implements Lookup {}

  /// The name says nothing here.
  record Unknown() implements Lookup {}

  /// The name says something, but it cannot be loaded, or is known not to be there.
  ///
  /// @param reason why, as a sentence
  /// @param field what of the node is to be mended, such as `limits.memory_gb`, where it is not the
  ///   name
  record Broken(String reason, Optional<String> field) implements Lookup {
    /// The name is what is to be mended, or what it leads to.
    public Broken(String reason) {
      this(reason, Optional.empty());
    }
  }
}
