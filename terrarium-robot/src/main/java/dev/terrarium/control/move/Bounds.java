package dev.terrarium.control.move;

/// What one joint may do on a move.
///
/// @param velocity rad/s
/// @param acceleration rad/s²
/// @param jerk rad/s³
record Bounds(double velocity, double acceleration, double jerk) {}
