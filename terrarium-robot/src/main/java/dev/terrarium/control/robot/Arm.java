package dev.terrarium.control.robot;

import java.util.Optional;

/// An arm that takes a torque for each joint, once each cycle.
///
/// One loop owns it. [#begin], [#read], [#write] and [#end] are called by the loop's thread alone,
/// in this order; [#read] and [#write] allocate nothing, wait for no lock and do not throw: what
/// goes wrong with the arm stands in the state's reflexes.
public interface Arm {
  /// Returns what it is called in messages, such as `franka-sim`.
  String name();

  /// Returns what it can bear.
  ArmLimits limits();

  /// Whether it is computed, so that nothing in the world moves.
  boolean isSimulated();

  /// Makes an arm in memory that stands as this one does and computes what this one does; a loop
  /// runs it to warm up before it goes live with this one. It is another each time, and never this.
  Arm rehearsal();

  /// Makes what tells how its joints place its flange, by which poses that they do not get to are
  /// refused; nothing where that is not known. It is used on other threads than the loop's.
  default Optional<Kinematics> kinematics() {
    return Optional.empty();
  }

  /// Whether its [#read] waits for the arm's next packet, so that the arm's clock paces the loop,
  /// which then neither sleeps nor waits by its own. It waits for some periods at most: a loop that
  /// has to end can do nothing meanwhile. Where no packet comes it throws an [ArmException].
  default boolean keepsTime() {
    return false;
  }

  /// Takes control of it. It may take its time here, and allocate.
  ///
  /// @param nanoTime the time, as [System#nanoTime] tells it
  /// @throws ArmException if it cannot be controlled; says why, and what to do
  void begin(long nanoTime);

  /// Reads how it stands.
  ///
  /// @param into is written whole
  /// @param nanoTime when the cycle began; for an arm that keeps the time, when it was asked, so
  ///   that it writes into the state when its packet came
  void read(ArmState into, long nanoTime);

  /// Gives it the torques of this cycle.
  ///
  /// @param torques N m for each joint, without what gravity takes, which the arm adds itself
  /// @param nanoTime when they were given
  void write(double[] torques, long nanoTime);

  /// Lets go of it, whatever ended the loop; a real arm's brakes close.
  void end();
}
