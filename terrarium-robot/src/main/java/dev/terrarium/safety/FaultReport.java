package dev.terrarium.safety;

/// A fault that a component has told, which changes no state.
///
/// @param nanoTime when it was told, on the monotonic clock of [SafetyOptions]
public record FaultReport(RobotId robot, ComponentPath component, Fault fault, long nanoTime) {}
