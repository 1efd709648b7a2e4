package dev.terrarium.control.loop;

/// What the system granted so that a sleeping loop wakes in time.
///
/// @param timerSlack of 1 ns
/// @param latency processors that do not sleep deeply
public record WakeUps(Grant timerSlack, Grant latency) {}
