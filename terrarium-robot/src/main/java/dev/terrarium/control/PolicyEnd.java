package dev.terrarium.control;

import dev.terrarium.control.loop.LoopEnd;

/// How a policy ended. The arm holds its last target for its time and then gives way, or does what
/// another command wants.
public sealed interface PolicyEnd {
  /// Returns a sentence that tells it.
  String words();

  /// Somebody asked for it.
  record Stopped() implements PolicyEnd {
    @Override
    public String words() {
      return "the policy was stopped";
    }
  }

  /// Another command has the arm.
  record Superseded() implements PolicyEnd {
    @Override
    public String words() {
      return "the policy ended, since another command has the arm";
    }
  }

  /// It threw something, or what it returned ended with it.
  record Failed(Throwable cause) implements PolicyEnd {
    @Override
    public String words() {
      return "the policy failed: " + cause;
    }
  }

  /// It wanted what the arm cannot take.
  ///
  /// @param why what is wrong, and what was expected
  record Refused(String why) implements PolicyEnd {
    @Override
    public String words() {
      return "the policy ended, since its target was refused: " + why;
    }
  }

  /// The loop ended.
  record ArmEnded(LoopEnd end) implements PolicyEnd {
    @Override
    public String words() {
      return "the policy ended with the loop: " + end.words();
    }
  }
}
