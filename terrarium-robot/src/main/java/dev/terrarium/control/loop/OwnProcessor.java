package dev.terrarium.control.loop;

/// What the system granted a loop of a processor.
///
/// @param affinity one that it stays on
/// @param shield the threads of all processes kept off it
public record OwnProcessor(Grant affinity, Grant shield) {}
