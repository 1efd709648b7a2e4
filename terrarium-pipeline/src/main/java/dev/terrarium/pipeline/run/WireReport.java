package dev.terrarium.pipeline.run;

/// What went through a queue between two nodes.
///
/// @param from the node that puts; empty for the input of the pipeline
/// @param to the node that takes; empty for the output of the pipeline
/// @param items items put, those dropped included
/// @param dropped items dropped, as the queue's policy says
/// @param waiting items in it now; 0 after a run that completed
/// @param deepest most items that were in it at once
/// @param blockedNanos time for which whoever puts waited for room
public record WireReport(
    String from,
    String to,
    long items,
    long dropped,
    long waiting,
    long deepest,
    long blockedNanos) {}
