package dev.terrarium.bus.command;

import dev.terrarium.safety.SafetyState;
import java.util.Optional;

/// Whether a command is allowed in the state that the robot is in: a pure function.
final class Admission {
  private Admission() {}

  /// Finds why it is not.
  ///
  /// @param raw the operational state, which counts while the robot is armed
  static Optional<Refusal> refusal(CommandDefinition command, SafetyState safety, String raw) {
    return switch (safety) {
      case ERROR -> Optional.of(new Refusal.SafetyError(command.name()));
      case DISARMING -> Optional.of(new Refusal.Disarming(command.name()));
      case DISARMED -> unlessAllowed(command, OperationalState.DISARMED);
      case ARMED -> unlessAllowed(command, raw);
    };
  }

  private static Optional<Refusal> unlessAllowed(CommandDefinition command, String state) {
    return command.allowedStates().contains(state)
        ? Optional.empty()
        : Optional.of(new Refusal.NotAllowed(command.name(), state, command.allowedStates()));
  }
}
