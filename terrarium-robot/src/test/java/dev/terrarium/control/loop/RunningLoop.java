package dev.terrarium.control.loop;

import java.time.Duration;

/// A loop that moves an arm in memory, on a thread of its own, without any privilege.
public final class RunningLoop implements AutoCloseable {
  public final ControlLoop loop;
  private final ArmedRobot robot = new ArmedRobot();

  public RunningLoop() {
    SteppedArm arm = SteppedArm.ofTwo();
    arm.isKept = false;
    loop =
        ControlLoop.start(
            arm,
            Steps.always(0),
            robot.gate,
            robot.permit,
            LoopOptions.standard().withoutRealTime().withWarmUp(new WarmUp(0, Duration.ZERO)));
  }

  /// Stops it and waits for its end.
  @Override
  public void close() {
    loop.stop();
    loop.ended().toCompletableFuture().join();
    robot.close();
  }
}
