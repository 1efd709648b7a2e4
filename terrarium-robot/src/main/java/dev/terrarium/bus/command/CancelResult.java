package dev.terrarium.bus.command;

/// What came of cancelling.
public sealed interface CancelResult {
  /// The execution was ended by it.
  record Cancelled(ExecutionId id) implements CancelResult {}

  /// The execution had been decided before.
  record AlreadyDecided(ExecutionId id) implements CancelResult {}

  /// There is no such execution, or none at all.
  record NoExecution() implements CancelResult {}
}
