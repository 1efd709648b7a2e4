package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;

/// What one node did in a run, and how long it took.
///
/// @param nodeType its `node_type`
/// @param itemsIn items it took
/// @param itemsOut items it emitted, those of its flush included
/// @param failures items it failed on, however often each was tried
/// @param retries attempts beyond the first
/// @param openNanos time to make and open it
/// @param workNanos time in the node itself, on items and in its flush; what its items took
///   downstream is not in it. An estimate where items are quick; where neighbouring Python nodes
///   are driven together, the time of all of them stands with the first
/// @param closeNanos time to clean up
/// @param latency how long it worked on an item
public record NodeReport(
    NodeId id,
    String nodeType,
    long itemsIn,
    long itemsOut,
    long failures,
    long retries,
    long openNanos,
    long workNanos,
    long closeNanos,
    Latency latency) {}
