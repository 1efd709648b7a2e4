package dev.terrarium.safety;

import dev.terrarium.safety.Step.Move;
import dev.terrarium.safety.Step.Refuse;
import dev.terrarium.safety.Step.Stay;

/// What each event means in each state.
final class SafetyMachine {
  private SafetyMachine() {}

  static Step next(SafetyState state, SafetyEvent event) {
    return switch (event) {
      case ARM -> from(state, SafetyState.DISARMED, SafetyState.ARMED);
      case DISARM -> from(state, SafetyState.ARMED, SafetyState.DISARMING);
      case HANDLERS_SUCCEEDED -> from(state, SafetyState.DISARMING, SafetyState.DISARMED);
      case HANDLERS_FAILED -> from(state, SafetyState.DISARMING, SafetyState.ERROR);
      case FORCE_DISARM -> from(state, SafetyState.ERROR, SafetyState.DISARMED);
      case FAIL ->
          switch (state) {
            case DISARMED -> new Refuse();
            case ARMED, DISARMING -> new Move(SafetyState.ERROR);
            case ERROR -> new Stay();
          };
      case GIVE_UP ->
          switch (state) {
            case DISARMED, ARMED, DISARMING -> new Move(SafetyState.ERROR);
            case ERROR -> new Stay();
          };
    };
  }

  private static Step from(SafetyState state, SafetyState only, SafetyState to) {
    return state == only ? new Move(to) : new Refuse();
  }
}
