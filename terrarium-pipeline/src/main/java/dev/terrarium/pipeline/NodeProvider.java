package dev.terrarium.pipeline;

/// Offers node types; found by [java.util.ServiceLoader].
public interface NodeProvider {
  /// Opens a source of node types; cheap, since what is expensive waits for the first look-up.
  NodeSource open(Settings settings);
}
