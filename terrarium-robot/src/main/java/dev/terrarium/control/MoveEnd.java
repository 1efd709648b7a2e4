package dev.terrarium.control;

import dev.terrarium.control.loop.LoopEnd;

/// What came of a move. Joints are counted from 1.
public sealed interface MoveEnd {
  /// Returns a sentence that tells it.
  String words();

  /// Every joint is at its goal.
  ///
  /// @param farthest how far from its goal the joint is that is farthest from it, rad
  record Arrived(double farthest) implements MoveEnd {
    @Override
    public String words() {
      return "the arm has arrived; no joint is farther than %.4f rad from its goal"
          .formatted(farthest);
    }
  }

  /// Another command came before its end, and the arm does that.
  ///
  /// @param by what, such as `a switch to osc`
  record Superseded(String by) implements MoveEnd {
    @Override
    public String words() {
      return "the move ended before its goal, by " + by;
    }
  }

  /// The way is over, and a joint is not at its goal, where it is still drawn to: something holds
  /// it, or the gains are too low.
  ///
  /// @param joint the farthest from its goal
  /// @param off how far it is from there, rad
  /// @param tolerance how far it might have been, rad
  record NotArrived(int joint, double off, double tolerance) implements MoveEnd {
    @Override
    public String words() {
      return "joint %d is %.4f rad from its goal, and not within %s: see what holds it, or raise kp"
          .formatted(joint, off, tolerance);
    }
  }

  /// There is no way to the goal, and the arm goes on with what it did.
  ///
  /// @param joint the first that cannot be moved so
  /// @param words a sentence: what is wrong, and what was expected
  record Refused(int joint, String words) implements MoveEnd {}

  /// The loop ended before the move.
  record Ended(LoopEnd end) implements MoveEnd {
    @Override
    public String words() {
      return "the move ended with the loop: " + end.words();
    }
  }
}
