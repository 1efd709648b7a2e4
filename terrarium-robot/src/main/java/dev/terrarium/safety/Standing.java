package dev.terrarium.safety;

import org.jspecify.annotations.Nullable;

/// How a robot stands: its state, and the permit that goes with it.
///
/// @param armings how often it has been armed
/// @param permit of the arming that lasts; null in every state but armed
record Standing(SafetyState state, long armings, @Nullable Permit permit) {
  static final Standing FIRST = new Standing(SafetyState.DISARMED, 0, null);
}
