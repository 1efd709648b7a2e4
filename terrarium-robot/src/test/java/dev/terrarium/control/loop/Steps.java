package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;

/// A controller of one method.
@FunctionalInterface
interface Steps extends Controller {
  @Override
  default void begin(ArmState state) {}

  /// Gives a joint's torque in every cycle.
  static Steps always(double torque) {
    return (_, torques) -> Arrays.fill(torques, torque);
  }
}
