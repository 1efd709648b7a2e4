package dev.terrarium.control.law;

/// How torques are limited between a law and an arm.
public enum Limiting {
  /// Every law within every limit, those of the arm included, and never a step in a torque.
  FULL,
  /// As the reference controller limits them, to the last bit: [Clip] says what it leaves out, and
  /// the arm's own limits are not looked at.
  PARITY
}
