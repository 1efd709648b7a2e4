package dev.terrarium.control.loop;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;

/// A robot that was armed.
final class ArmedRobot implements AutoCloseable {
  static final RobotId ID = new RobotId("arm");

  final Safety safety = Safety.open();
  final Gate gate = safety.register(ID, GateOptions.defaults());
  final Permit permit;

  ArmedRobot() {
    safety.arm(ID);
    permit = gate.permit().orElseThrow();
  }

  void trip() {
    safety.disarm(ID);
  }

  @Override
  public void close() {
    safety.close();
  }
}
