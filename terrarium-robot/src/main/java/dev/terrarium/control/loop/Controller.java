package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;

/// Computes the torques of a cycle.
///
/// A loop calls it on its own thread, at every cycle. It allocates nothing, waits for nothing and
/// takes a small part of a cycle; one that throws ends the loop with the safe torque.
public interface Controller {
  /// Begins from a state: called before the first cycle, and before each rehearsal.
  void begin(ArmState state);

  /// Computes torques.
  ///
  /// @param state how the arm stands; a copy, of this cycle
  /// @param torques N m for each joint, without gravity; written whole
  void torques(ArmState state, double[] torques);

  /// Makes the controller that a loop rehearses with besides this one: it does by and by, with an
  /// arm in memory, all that this one may be told later, so that no live cycle is the first to do
  /// it. Unless there is such a one, this one.
  default Controller rehearsal() {
    return this;
  }

  /// Returns the number of the law by which it computed last, for those who read the board.
  default long law() {
    return 0;
  }

  /// Returns what it is, to begin a sentence with.
  default String subject() {
    return "the controller";
  }

  /// Returns how many numbers of its own it tells in each cycle; always the same.
  default int extras() {
    return 0;
  }

  /// Tells its own numbers, such as what it wants of the arm; called after [#torques].
  ///
  /// @param into as many as [#extras()] says; written whole
  default void extras(double[] into) {}
}
