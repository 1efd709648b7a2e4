package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;

/// When a node worked on an item. What nodes behind it on the same thread did with what it emitted
/// lies within.
///
/// @param inputItem the number of the input's item that it came of, from 0
/// @param beginNanos when it began, after the start of the run
/// @param endNanos when it ended, after the start of the run
public record Span(NodeId node, long inputItem, long beginNanos, long endNanos) {}
