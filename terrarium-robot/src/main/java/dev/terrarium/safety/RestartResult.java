package dev.terrarium.safety;

import java.util.List;

/// What came of telling that a component has failed and wants to be restarted.
public sealed interface RestartResult {
  /// It may be restarted.
  record Allowed() implements RestartResult {}

  /// Too many restarts in too short a time: its robot is in error, and its handlers have run.
  ///
  /// @param failures of the handlers; the robot is in error even if there are none
  record Exhausted(List<HandlerFailure> failures) implements RestartResult {
    public Exhausted {
      failures = List.copyOf(failures);
    }
  }

  /// There is no such robot.
  record NotRegistered() implements RestartResult {}
}
