package dev.terrarium.bus.command;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.SafetyState;
import java.util.Optional;

/// Where safety stands, with the permit if that is armed: the two always fit.
record Clearance(SafetyState state, Optional<Permit> permit) {
  static Clearance of(Gate gate) {
    Optional<Permit> permit = gate.permit();
    if (permit.isPresent()) {
      return new Clearance(SafetyState.ARMED, permit);
    }
    SafetyState state = gate.state();
    if (state != SafetyState.ARMED) {
      return new Clearance(state, permit);
    }
    // Armed between the two looks, or about to leave it: permits end before the state says so.
    Optional<Permit> again = gate.permit();
    return new Clearance(again.isPresent() ? SafetyState.ARMED : SafetyState.DISARMING, again);
  }
}
