package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.Objects;

/// A law that is one rule and gathers nothing.
record RuledLaw(String name, Rule rule, Clip clip) implements Law {
  RuledLaw {
    Objects.requireNonNull(name, "name is what the law is called, such as impedance, not null");
    Objects.requireNonNull(rule, "rule is what computes torques, not null");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A law needs a name, such as impedance");
    }
  }

  RuledLaw(String name, Rule rule) {
    this(name, rule, Clip.RATE_AND_TORQUE);
  }

  @Override
  public void torques(ArmState state, Setting setting, double[] torques) {
    rule.torques(state, setting, torques);
  }
}
