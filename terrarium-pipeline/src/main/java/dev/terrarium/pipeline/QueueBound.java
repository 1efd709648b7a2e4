package dev.terrarium.pipeline;

/// The queue in front of a node.
///
/// @param capacity items it holds, at least 1
/// @param policy what happens when it is full
public record QueueBound(int capacity, Policy policy) {
  /// What a queue holds where the manifest does not say.
  public static final int USUAL_CAPACITY = 64;

  /// What happens when a queue is full.
  public enum Policy {
    /// Who puts waits.
    BLOCK,
    /// The oldest item is dropped, and counted.
    DROP_OLDEST,
    /// The item to be put is dropped, and counted.
    DROP_NEWEST,
    /// Only the newest item is kept, whatever the capacity; others are dropped, and counted.
    LATEST
  }
}
