package dev.terrarium.pipeline.events;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Begins what is recorded of runs, if anybody records it.
///
/// Each method gives null otherwise, which costs the read of a field or two. No event class is
/// loaded before the first recording, and none where the module `jdk.jfr` is not.
public final class Recording {
  private static final boolean RECORDER = isThere();

  private Recording() {}

  /// A run under way.
  public interface OfRun {
    /// Records its end.
    ///
    /// @param pipeline the pipeline's name
    /// @param id the run's
    /// @param itemsIn items read from the input
    /// @param itemsOut items that left
    /// @param outcome how it ended, in a word
    void end(String pipeline, String id, long itemsIn, long itemsOut, String outcome);
  }

  /// A node's work on an item.
  public interface OfItem {
    /// Notes its end; says whether it took long enough to be recorded.
    boolean ended();

    /// Records it.
    ///
    /// @param item the item's number at the node
    /// @param inputItem the number of the input's item that it came of
    void record(String node, long item, long inputItem);
  }

  /// A wait for room in a queue.
  public interface OfWait {
    /// Records its end.
    ///
    /// @param from the node that waited
    /// @param to the node that it waited for
    void end(String from, String to);
  }

  /// The end of a worker process.
  public interface OfWorkerEnd {
    /// Records it.
    ///
    /// @param worker which of the node's, from 1
    /// @param how what became of it, as a sentence
    void record(String node, int worker, long process, String how);
  }

  private static boolean isThere() {
    return ModuleLayer.boot()
        .findModule("jdk.jfr")
        .filter(Recording.class.getModule()::canRead)
        .isPresent();
  }

  private static boolean isUnderWay() {
    return RECORDER && FlightRecorder.isInitialized();
  }

  /// A run.
  public static @Nullable OfRun run() {
    return isUnderWay() && RunEvent.ANY.isEnabled() ? new RunEvent().begun() : null;
  }

  /// A node's work on an item.
  public static @Nullable OfItem item() {
    return isUnderWay() && NodeItemEvent.ANY.isEnabled() ? new NodeItemEvent().begun() : null;
  }

  /// The end of a worker process.
  public static @Nullable OfWorkerEnd workerEnd() {
    return isUnderWay() && WorkerEndEvent.ANY.isEnabled() ? new WorkerEndEvent() : null;
  }

  /// A wait for room in a queue.
  public static @Nullable OfWait queueFull() {
    return isUnderWay() && QueueFullEvent.ANY.isEnabled() ? new QueueFullEvent().begun() : null;
  }
}
