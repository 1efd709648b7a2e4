package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.WorkerReport;
import java.util.List;
import java.util.Optional;

/// What one node did in a run, and how long it took.
///
/// @param nodeType its `node_type`
/// @param itemsIn items it took
/// @param itemsOut items it emitted, those of its flush included
/// @param failures items it failed on, however often each was tried
/// @param firstFailure where and how it failed first, such as `item 2: ValueError: no number`
/// @param retries attempts beyond the first
/// @param circuitOpenings how often its circuit opened
/// @param leftEarly whether it was given the whole stream, and returned before that had ended
/// @param openNanos time to make and open it
/// @param workNanos time in the node itself, on items and in its flush; what its items took
///   downstream is not in it. An estimate where items are quick; where neighbouring Python nodes
///   are driven together, the time of all of them stands with the first
/// @param closeNanos time to clean up
/// @param latency how long it worked on an item
/// @param workers its worker processes, if it runs in such
public record NodeReport(
    NodeId id,
    String nodeType,
    long itemsIn,
    long itemsOut,
    long failures,
    Optional<String> firstFailure,
    long retries,
    long circuitOpenings,
    boolean leftEarly,
    long openNanos,
    long workNanos,
    long closeNanos,
    Latency latency,
    List<WorkerReport> workers) {
  public NodeReport {
    workers = List.copyOf(workers);
  }
}
