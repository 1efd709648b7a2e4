package dev.terrarium.pipeline.run;

import java.util.List;
import java.util.OptionalLong;

/// What a run did, and how long it took.
///
/// @param nodes one report per node, in the order in which items pass them
/// @param wires one report per queue between nodes
/// @param itemsIn items read from the input
/// @param itemsOut items that left the pipeline
/// @param totalNanos time from the start to the end of clean-up
/// @param firstOutputNanos time from the start to the first item that left, if one did
/// @param waitNanos time spent waiting for the input
/// @param deliveryNanos time the consumer of the output took
public record RunReport(
    List<NodeReport> nodes,
    List<WireReport> wires,
    long itemsIn,
    long itemsOut,
    long totalNanos,
    OptionalLong firstOutputNanos,
    long waitNanos,
    long deliveryNanos) {
  public RunReport {
    nodes = List.copyOf(nodes);
    wires = List.copyOf(wires);
  }
}
