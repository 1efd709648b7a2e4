package dev.terrarium.pipeline;

import java.time.Duration;
import java.util.Optional;

/// How a node is to be run: what a manifest says of it beside its type, parameters and needs.
///
/// @param streaming whether the node sees the whole stream instead of one item at a time
/// @param isolation where it runs
/// @param workers in how many processes, if in processes of its own
/// @param process what these are started with
/// @param onError what becomes of an item that the node fails on
/// @param retry whether and how an item is tried again before it counts as failed
/// @param timeout how long the node may work on one item, what comes of it downstream aside
/// @param circuit when the node is spared further items
/// @param queue the queue in front of the node; where there is none, the node runs on the thread of
///   the one before it, if it can
public record Conduct(
    boolean streaming,
    Isolation isolation,
    int workers,
    ProcessSettings process,
    ErrorPolicy onError,
    Optional<Retry> retry,
    Optional<Duration> timeout,
    Optional<Circuit> circuit,
    Optional<QueueBound> queue) {
  /// Says how a node is to be run that has at most one process of its own, started as is usual.
  public Conduct(
      boolean streaming,
      Isolation isolation,
      ErrorPolicy onError,
      Optional<Retry> retry,
      Optional<Duration> timeout,
      Optional<Circuit> circuit,
      Optional<QueueBound> queue) {
    this(streaming, isolation, 1, ProcessSettings.PLAIN, onError, retry, timeout, circuit, queue);
  }

  /// What holds for a node of which the manifest says nothing.
  public static final Conduct PLAIN =
      new Conduct(
          false,
          Isolation.INLINE,
          new ErrorPolicy.Fail(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Returns this conduct for a node that sees the whole stream, or for one that does not.
  public Conduct withStreaming(boolean streaming) {
    return new Conduct(
        streaming, isolation, workers, process, onError, retry, timeout, circuit, queue);
  }

  /// Where a node runs.
  public enum Isolation {
    /// On the thread of the node before it, wherever that does no harm.
    INLINE,
    /// On a thread of its own.
    THREAD,
    /// In a process of its own.
    PROCESS
  }
}
