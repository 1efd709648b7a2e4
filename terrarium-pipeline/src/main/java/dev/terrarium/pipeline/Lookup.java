package dev.terrarium.pipeline;

/// What came of looking for a node type.
public sealed interface Lookup {
  /// It is there.
  record Found(NodeType type) implements Lookup {}

  /// The name says nothing here.
  record Unknown() implements Lookup {}

  /// The name says something, but it cannot be loaded, or is known not to be there.
  ///
  /// @param reason why, as a sentence
  record Broken(String reason) implements Lookup {}
}
