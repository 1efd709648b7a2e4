package dev.terrarium.session.arm;

import java.util.Optional;

/// What can be wanted of an arm, each of which some laws look at.
enum Wanted {
  Q("q", "q_desired"),
  POSE("pose", "ee_desired"),
  TORQUE("torque", "torque");

  private final String key;
  private final String target;

  Wanted(String key, String target) {
    this.key = key;
    this.target = target;
  }

  /// Returns its name in a policy's answer.
  String key() {
    return key;
  }

  /// Returns its name among what a client sets.
  String target() {
    return target;
  }

  /// Returns what a law looks at, if that is something else; a law of somebody's own may look at
  /// anything.
  ///
  /// @param law its name; not `gravity`, which looks at nothing
  Optional<Wanted> insteadOf(String law) {
    Wanted meant =
        switch (law) {
          case "impedance", "pid" -> Q;
          case "osc", "osc_damped" -> POSE;
          case "torque" -> TORQUE;
          default -> this;
        };
    return meant == this ? Optional.empty() : Optional.of(meant);
  }
}
