package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.OptionalInt;

/// A rule by which torques follow from how an arm stands and what is wanted of it.
///
/// The loop calls it each cycle, on one thread: it allocates nothing and waits for nothing. What it
/// gathers from cycle to cycle is its own, and is forgotten when it takes over. The state that it
/// is given is a copy, and written again in each cycle.
public interface Law {
  /// Computes the torques of one cycle from the state and what is wanted.
  @FunctionalInterface
  interface Rule {
    /// Computes them, before limits.
    ///
    /// @param torques N m for each joint, without gravity; written whole
    void torques(ArmState state, Setting setting, double[] torques);
  }

  /// Makes a law of a rule that gathers nothing, such as a lambda.
  ///
  /// @param name for people and scripts
  static Law of(String name, Rule rule) {
    return new RuledLaw(name, rule);
  }

  /// Returns its name for people and scripts, such as `impedance`.
  String name();

  /// Returns of how many joints an arm has to be; none for an arm of any number.
  default OptionalInt joints() {
    return OptionalInt.empty();
  }

  /// Takes over at the boundary of a cycle, or begins anew.
  default void enter(ArmState state, Setting setting) {}

  /// Computes the torques of one cycle, before limits.
  ///
  /// @param torques N m for each joint, without gravity; written whole
  void torques(ArmState state, Setting setting, double[] torques);

  /// Returns which limits the reference puts on its torques.
  default Clip clip() {
    return Clip.RATE_AND_TORQUE;
  }
}
