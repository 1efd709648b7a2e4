package dev.terrarium.safety;

/// What came of arming.
public sealed interface ArmResult {
  /// It is armed, and this is the proof.
  record Armed(Permit permit) implements ArmResult {}

  /// It was armed before.
  record AlreadyArmed() implements ArmResult {}

  /// It is being disarmed; arm it afterwards.
  record Disarming() implements ArmResult {}

  /// It is in error, which an operator has to acknowledge first ([Safety#forceDisarm]).
  record InError() implements ArmResult {}

  /// There is no such robot.
  record NotRegistered() implements ArmResult {}

  /// The command that arms it has failed; the state is what [Gate#state] says.
  record CommandFailed(String reason) implements ArmResult {}
}
