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
  /// @param state how the arm stands
  /// @param torques N m for each joint, without gravity; written whole
  void torques(ArmState state, double[] torques);
}
