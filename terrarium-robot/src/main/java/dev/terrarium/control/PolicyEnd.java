package dev.terrarium.control;

import dev.terrarium.control.loop.LoopEnd;

/// How a policy ended. The arm holds its last target for its time and then gives way, or does what
/// another command wants.
public sealed interface PolicyEnd {
  /// Somebody asked for it.
  record Stopped() implements PolicyEnd {}

  /// Another command has the arm.
  record Superseded() implements PolicyEnd {}

  /// It threw something, or what it returned ended with it.
  record Failed(Throwable cause) implements PolicyEnd {}

  /// It wanted what the arm cannot take.
  ///
  /// @param words a sentence: what is wrong, and what was expected
  record Refused(String words) implements PolicyEnd {}

  /// The loop ended.
  record ArmEnded(LoopEnd end) implements PolicyEnd {}
}
