package dev.terrarium.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kind of node, as a manifest names it in `node_type`.
public interface NodeType {
  /// Returns the name that a manifest uses.
  String name();

  /// Returns further names for the same thing.
  default List<String> aliases() {
    return List.of();
  }

  /// Says in one line what the node does.
  String summary();

  /// Returns what the node's `params` may be.
  ParameterSchema parameters();

  /// Returns what runs the node.
  default NodeRuntime runtime() {
    return NodeRuntime.JAVA;
  }

  /// Returns the type that items must have; `Object` takes any.
  ///
  /// A foreign value is converted to it on the way in.
  default Class<?> input() {
    return Object.class;
  }

  /// Whether the node takes foreign values as they are, without conversion.
  default boolean takesForeignValues() {
    return false;
  }

  /// Whether the node emits the very items that it takes, and no others.
  default boolean passesItemsOn() {
    return false;
  }

  /// Whether the node makes items of its own; what [#create] returns is then a [SourceNode].
  default boolean isSource() {
    return false;
  }

  /// Whether the node can see the whole stream; what [#create] returns for a
  /// [streaming][Conduct#streaming()] context is then a [StreamNode].
  default boolean canStream() {
    return false;
  }

  /// Whether the node sees the whole stream where the manifest does not say.
  default boolean streams() {
    return false;
  }

  /// Asks what runs for nodes of this type on a thread to stop soon, where the thread's own
  /// interrupt status does not reach it; from any other thread.
  default void interrupt(Thread thread) {}

  /// Lends a thread on which nodes of this type can be stopped better than on any other, for one
  /// piece of a run; nothing where there is none, or somebody has it. The caller gives it back.
  default Optional<NodeThread> lendThread() {
    return Optional.empty();
  }

  /// Returns what can drive nodes of this type together with neighbours whose types return an equal
  /// maker; nothing where each node is driven alone.
  default Optional<ChainNode.Maker> chains() {
    return Optional.empty();
  }

  /// Says in words what items the node takes, such as `frames of sound`; empty where nobody said.
  default String takes() {
    return "";
  }

  /// Says in words what items the node emits, such as `nothing`; empty where nobody said.
  default String emits() {
    return "";
  }

  /// Returns `params` to show what they look like; they pass the schema.
  default Map<String, Object> example() {
    return Map.of();
  }

  /// Makes a node; its parameters have passed the schema.
  Node create(NodeContext context) throws Exception;
}
