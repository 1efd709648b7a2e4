package dev.terrarium.broker;

/// What a call of Python asks of the robot's safety.
public enum SafetyPolicy {
  /// The robot must be armed when the call is made and as long as it runs; when it leaves armed the
  /// call ends at once.
  REQUIRE_ARMED,

  /// As [#REQUIRE_ARMED] has it, for who asks again and again until the robot is disarmed: the
  /// question that comes too late fails, and is not told as refused.
  WHILE_ARMED,

  /// The call runs in any state, and a change of state does not end it.
  ANY
}
