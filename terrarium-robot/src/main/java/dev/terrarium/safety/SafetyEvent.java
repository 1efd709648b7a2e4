package dev.terrarium.safety;

/// What may happen to a robot's safety.
enum SafetyEvent {
  /// An operator arms.
  ARM,
  /// An operator disarms.
  DISARM,
  /// All that had to be made safe is.
  HANDLERS_SUCCEEDED,
  /// Something that had to be made safe perhaps is not.
  HANDLERS_FAILED,
  /// An operator has looked and says that it is safe.
  FORCE_DISARM,
  /// Something is wrong with a robot that moves or is being stopped.
  FAIL,
  /// Something is wrong with a robot, whatever it does: its restarts are used up, or its disarm
  /// command has failed.
  GIVE_UP
}
