package dev.terrarium.bus.actuator;

/// What became of an actuator's commands so far.
///
/// @param applied the driver took them
/// @param notArmed refused, as the robot was not armed
/// @param unsupported refused, as the actuator takes no such command
/// @param failed the driver threw something
public record ActuatorCounters(long applied, long notArmed, long unsupported, long failed) {}
