package dev.terrarium.pipeline;

import java.util.Locale;
import java.util.OptionalLong;

/// One of a node's worker processes: how it is, and what it did in a run.
///
/// @param number which of the node's, from 1; it stays when the process is replaced
/// @param pid the process, or the last one, if there was any
/// @param items items that it was done with
/// @param crashes how often a process ended by itself
/// @param restarts how often one was started in the place of another
/// @param memoryBytes what the process has in memory, as far as the system tells, that included
///   which it shares
/// @param peakMemoryBytes the most that the process ever had there
/// @param cpuNanos processor time that it took since it was given the node; of processes that have
///   crashed, what was known of it, if anything was
public record WorkerReport(
    int number,
    OptionalLong pid,
    State state,
    long items,
    long crashes,
    long restarts,
    OptionalLong memoryBytes,
    OptionalLong peakMemoryBytes,
    OptionalLong cpuNanos) {
  /// Whether there is a process that has the node, or will have it soon.
  public boolean isThere() {
    return switch (state) {
      case OPENING, IDLE, WORKING -> true;
      case ENDED, GIVEN_UP, CLOSED -> false;
    };
  }

  /// How a worker is.
  public enum State {
    /// Its process is being started, or makes and initializes the node.
    OPENING,
    /// It waits for an item.
    IDLE,
    /// It has items to work on.
    WORKING,
    /// Its process has ended, and the next item starts another.
    ENDED,
    /// It has ended too often, and is not started again.
    GIVEN_UP,
    /// The node was closed.
    CLOSED;

    /// Returns it as reports show it.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
