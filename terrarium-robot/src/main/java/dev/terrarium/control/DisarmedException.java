package dev.terrarium.control;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.NotArmed;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Severity;

/// An arm was to be started whose robot nobody has armed.
public final class DisarmedException extends RuntimeException implements NotArmed {
  private static final long serialVersionUID = 1L;

  private DisarmedException(String message) {
    super(message);
  }

  static DisarmedException of(String arm, Gate gate) {
    SafetyState state = gate.state();
    String first =
        state == SafetyState.ERROR ? ", after he has looked at it and disarmed it by force" : "";
    return new DisarmedException(
        "the arm '%s' was not started: its robot '%s' is %s. Its operator arms it, outside scripts%s: Safety.arm(robot) in Java, or `robot serve --arm`; then start it again"
            .formatted(arm, gate.robot(), state.id(), first));
  }

  /// Returns how bad it is.
  public Severity severity() {
    return Severity.ERROR;
  }
}
