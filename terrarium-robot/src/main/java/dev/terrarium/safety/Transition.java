package dev.terrarium.safety;

/// A change of a robot's state.
///
/// @param nanoTime when it happened, on the monotonic clock of [SafetyOptions]
public record Transition(RobotId robot, SafetyState from, SafetyState to, long nanoTime) {
  /// Whether it took away the right to move.
  public boolean isTrip() {
    return from == SafetyState.ARMED;
  }
}
