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

  /// The driver threw something.
  record Failed(ComponentPath component, Exception cause) implements ActuatorResult {}

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

  /// The robot may not move.
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
          + ": the robot is "
          + state.id()
          + "; it has to be armed, which the operator does";
    }
  }
}
