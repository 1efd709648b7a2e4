package dev.terrarium.safety;

import java.util.List;

/// What came of disarming.
public sealed interface DisarmResult {
  /// It is disarmed, and every handler says so.
  record Disarmed() implements DisarmResult {}

  /// It was disarmed before.
  record AlreadyDisarmed() implements DisarmResult {}

  /// It is being disarmed: by somebody else, by the caller's own caller, or by the caller, who
  /// moves the robot and does not wait for it ([Gate#moving]).
  record AlreadyDisarming() implements DisarmResult {}

  /// It is in error, which an operator has to acknowledge ([Safety#forceDisarm]).
  record AlreadyInError() implements DisarmResult {}

  /// There is no such robot.
  record NotRegistered() implements DisarmResult {}

  /// Some handlers have not said that their component is safe: the robot is in error.
  ///
  /// @param failures at least one, in the order of registration
  record Failed(List<HandlerFailure> failures) implements DisarmResult {
    public Failed {
      failures = List.copyOf(failures);
    }

    /// Returns how bad it is.
    public Severity severity() {
      return Severity.CRITICAL;
    }
  }

  /// The command that disarms it has failed; the robot is in error if it was not disarmed by then.
  record CommandFailed(String reason) implements DisarmResult {}
}
