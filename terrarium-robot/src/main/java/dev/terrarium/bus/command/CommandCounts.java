package dev.terrarium.bus.command;

/// What a robot's commands have done since they were opened.
///
/// @param refused submissions that were
/// @param started executions
/// @param succeeded those of them that succeeded
/// @param failed those that failed, crashed, or took too long
/// @param cancelled those that were cancelled or preempted, or ended by safety
/// @param overdue those whose handlers had not returned within the grace after they were ended
public record CommandCounts(
    long refused, long started, long succeeded, long failed, long cancelled, long overdue) {}
