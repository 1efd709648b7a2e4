package dev.terrarium.control;

/// What became of the target of one who has claimed an arm.
enum Given {
  /// The loop has it.
  TAKEN,
  /// Another command has the arm.
  SUPERSEDED,
  /// No loop moves the arm any more.
  NOT_LIVE
}
