package dev.terrarium.safety;

import java.util.function.Supplier;

/// The way that [Safety#arm] goes when a robot declares a command for it.
@FunctionalInterface
public interface ArmingRoute {
  /// Runs the command to its end.
  ///
  /// @param lever arms the robot directly; it works until this method returns
  /// @throws Exception counts as a failure of the command
  RouteResult arm(Supplier<ArmResult> lever) throws Exception;
}
