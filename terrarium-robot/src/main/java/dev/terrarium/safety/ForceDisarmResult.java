package dev.terrarium.safety;

/// What came of an operator's acknowledgement.
public sealed interface ForceDisarmResult {
  /// It is disarmed, on the operator's word.
  record Disarmed() implements ForceDisarmResult {}

  /// There is nothing to acknowledge.
  record NotInError(SafetyState state) implements ForceDisarmResult {}

  /// Its handlers are still making it safe; ask again when they have ended.
  record HandlersRunning() implements ForceDisarmResult {}

  /// There is no such robot.
  record NotRegistered() implements ForceDisarmResult {}
}
