package dev.terrarium.safety;

import java.util.function.Supplier;

/// The way that [Safety#disarm] goes when a robot declares a command for it.
@FunctionalInterface
public interface DisarmingRoute {
  /// Runs the command to its end.
  ///
  /// @param lever disarms the robot directly; it works until this method returns
  /// @throws Exception counts as a failure of the command
  RouteResult disarm(Supplier<DisarmResult> lever) throws Exception;
}
