package dev.terrarium.session.arm;

import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;

/// A robot whose arm is a [PatientArm], with a loop that begins at once.
public final class Stations implements AutoCloseable {
  /// What the robot is called.
  public static final RobotId ROBOT = new RobotId("cell");

  public final Safety safety = Safety.open();
  public final Gate gate = safety.register(ROBOT, GateOptions.defaults());
  public final PatientArm arm = new PatientArm();
  public final ArmStation station = opened(settings());

  /// Returns what asks for nothing, and does not rehearse for long.
  public static ArmSettings settings() {
    return ArmSettings.standard()
        .explainingStops(false)
        .withLoop(
            LoopOptions.standard()
                .withoutRealTime()
                .withWarmUp(new WarmUp(100, Duration.ofSeconds(5)))
                .withRows(4096));
  }

  private ArmStation opened(ArmSettings settings) {
    return ArmStation.open(
        gate, arm, settings, end -> safety.transitionToError(ROBOT, end.words()));
  }

  @Override
  public void close() {
    station.close();
    safety.close();
  }
}
