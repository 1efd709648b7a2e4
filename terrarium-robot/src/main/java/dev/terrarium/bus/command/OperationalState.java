package dev.terrarium.bus.command;

import java.util.Optional;

/// What an armed robot is at: a declared state, and how many commands run.
///
/// It changes by pure functions. What the robot shows is the state, but `executing` while it is
/// idle and a command runs; every change of what it shows is published, and nothing else is.
///
/// @param raw the state, whether or not commands run
/// @param running how many executions there are
record OperationalState(String raw, int running) {
  static final String IDLE = "idle";
  static final String EXECUTING = "executing";
  static final String DISARMED = "disarmed";

  /// A change of what is shown.
  record Change(String from, String to) {}

  static OperationalState initially(String state) {
    return new OperationalState(state, 0);
  }

  /// What the robot shows.
  String shown() {
    return raw.equals(IDLE) && running > 0 ? EXECUTING : raw;
  }

  OperationalState begun() {
    return new OperationalState(raw, running + 1);
  }

  OperationalState ended() {
    return new OperationalState(raw, running - 1);
  }

  OperationalState in(String state) {
    return new OperationalState(state, running);
  }

  /// What is to be published when this has become `next`.
  Optional<Change> to(OperationalState next) {
    return shown().equals(next.shown())
        ? Optional.empty()
        : Optional.of(new Change(shown(), next.shown()));
  }
}
