package dev.terrarium.control;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.NotArmed;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Severity;

/// An arm was to be started whose robot nobody has armed.
public final class DisarmedException extends RuntimeException implements NotArmed {
  private static final long serialVersionUID = 1L;

  private final SafetyState state;

  private DisarmedException(SafetyState state, String message) {
    super(message);
    this.state = state;
  }

  static DisarmedException of(Gate gate) {
    SafetyState state = gate.state();
    return new DisarmedException(
        state,
        "the arm '%s' was not started: %s; then start it again"
            .formatted(
                gate.robot(),
                switch (state) {
                  case DISARMED ->
                      "its robot is disarmed. Its operator arms it, outside scripts, by Safety.arm(robot)";
                  case DISARMING ->
                      "its robot is being disarmed. When that is over, its operator arms it, outside scripts, by Safety.arm(robot)";
                  case ERROR ->
                      "its robot is in error. Its operator looks at it and, outside scripts, disarms it by Safety.forceDisarm(robot) and arms it by Safety.arm(robot)";
                  case ARMED -> "its robot was disarmed meanwhile. See why";
                }));
  }

  /// Returns what the robot was instead of armed; where it is armed, it was disarmed meanwhile.
  public SafetyState state() {
    return state;
  }

  /// Returns how bad it is.
  public Severity severity() {
    return Severity.ERROR;
  }
}
