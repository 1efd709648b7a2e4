package dev.terrarium.pipeline.run;

/// A connection between two nodes, or between one and the input or output of the pipeline.
///
/// @param number tells it from all others
/// @param from the node that puts, as its place in the order, or [Links#INPUT]
/// @param to the node that takes, as its place in the order; the number of nodes for the output
/// @param sink the sink that its items leave by, if it leads to the output
/// @param isForFailures whether it carries the items that `from` failed on
record Link(int number, int from, int to, String sink, boolean isForFailures) {}
