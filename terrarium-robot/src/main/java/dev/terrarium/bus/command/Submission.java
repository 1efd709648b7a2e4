package dev.terrarium.bus.command;

/// What a robot answers to a command that it is given.
public sealed interface Submission {
  /// It is being executed.
  record Accepted(Execution execution) implements Submission {}

  /// It is not.
  record Refused(Refusal refusal) implements Submission {}

  /// Returns the execution.
  ///
  /// @throws CommandRefusedException if the command was refused
  default Execution orThrow() {
    return switch (this) {
      case Accepted(var execution) -> execution;
      case Refused(var refusal) -> throw new CommandRefusedException(refusal);
    };
  }
}
