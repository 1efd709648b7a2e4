package dev.terrarium.bus.actuator;

import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.safety.Permit;

/// Makes hardware do what a command says.
///
/// It is given one command at a time. The permit was valid just before; a driver asks it again
/// right before it writes what moves, as the robot may have been disarmed since. Its thread is
/// interrupted when its port is closed.
@FunctionalInterface
public interface ActuatorDriver {
  /// Carries a command out, or begins to.
  ///
  /// @throws Exception if that fails; whoever sent the command synchronously is told
  void apply(ActuatorCommand command, Permit permit) throws Exception;
}
