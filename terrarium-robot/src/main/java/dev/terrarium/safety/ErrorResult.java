package dev.terrarium.safety;

/// What came of putting a robot in error.
public sealed interface ErrorResult {
  /// It is in error, by this or from before.
  record InError() implements ErrorResult {}

  /// It is disarmed, where there is nothing to stop.
  record AlreadyDisarmed() implements ErrorResult {}

  /// There is no such robot.
  record NotRegistered() implements ErrorResult {}
}
