package dev.terrarium.control.move;

import dev.terrarium.control.robot.ArmLimits;

/// What became of the wish to move: a [Move], or why there is none.
public sealed interface Planned permits Move, Planned.Refused {
  /// Returns this if it leads to where an arm may be, by positions where it may be, and otherwise
  /// the refusal that says which joint would not.
  ///
  /// A start outside its range does not count, as long as the way leads inside from there.
  ///
  /// @throws IllegalArgumentException if the arm has another number of joints
  Planned within(ArmLimits arm);

  /// No move: a joint cannot be moved so.
  ///
  /// @param joint which, from 0
  /// @param why what is wrong with it
  /// @param expected what would not be
  record Refused(int joint, String why, String expected) implements Planned {
    @Override
    public Refused within(ArmLimits arm) {
      return this;
    }

    /// Returns a sentence for people; it counts joints from 1.
    public String sentence() {
      return "joint %d cannot be moved: %s; expected %s".formatted(joint + 1, why, expected);
    }
  }
}
