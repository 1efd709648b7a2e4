package dev.terrarium.bus.actuator;

import dev.terrarium.message.payload.Actuator.Rejection;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Severity;
import java.util.Set;
import java.util.stream.Collectors;

/// What became of a command.
public sealed interface ActuatorResult {
  /// The driver took it.
  record Applied() implements ActuatorResult {}

  /// The driver threw something, or its caller was interrupted before its turn.
  record Failed(ComponentPath component, Throwable cause) implements ActuatorResult {}

  /// The port was closed before its turn, and nothing moved.
  record Closed(ComponentPath component, String command) implements ActuatorResult {
    /// Returns why, and what is expected.
    public String message() {
      return "The actuator "
          + component
          + " did not get "
          + command
          + ": its port is closed; open another";
    }
  }

  /// It was refused, and nothing moved.
  sealed interface Refused extends ActuatorResult {
    /// Returns which kind of refusal it is.
    Rejection reason();

    /// Returns why, and what is expected.
    String message();

    /// Returns how bad it is.
    default Severity severity() {
      return Severity.ERROR;
    }
  }

  /// The actuator takes no such command.
  record UnsupportedCommand(ComponentPath component, String command, Set<PayloadType<?>> accepted)
      implements Refused {
    @Override
    public Rejection reason() {
      return Rejection.UNSUPPORTED_COMMAND;
    }

    @Override
    public String message() {
      return "The actuator "
          + component
          + " takes no "
          + command
          + "; it takes "
          + accepted.stream().map(PayloadType::name).sorted().collect(Collectors.joining(", "));
    }
  }

  /// The robot may not move, or may not any more by the arming that it was given in.
  ///
  /// @param state armed where it was armed anew since
  record NotArmed(ComponentPath component, String command, SafetyState state) implements Refused {
    @Override
    public Rejection reason() {
      return Rejection.DISARMED;
    }

    @Override
    public String message() {
      return "The actuator "
          + component
          + " did not get "
          + command
          + (state == SafetyState.ARMED
              ? ": it was given before the robot was armed anew; give it again if it still holds"
              : ": the robot is " + state.id() + "; it has to be armed, which the operator does");
    }
  }
}
