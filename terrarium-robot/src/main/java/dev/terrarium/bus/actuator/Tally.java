package dev.terrarium.bus.actuator;

import dev.terrarium.bus.actuator.ActuatorResult.Applied;
import dev.terrarium.bus.actuator.ActuatorResult.Closed;
import dev.terrarium.bus.actuator.ActuatorResult.Failed;
import dev.terrarium.bus.actuator.ActuatorResult.NotArmed;
import dev.terrarium.bus.actuator.ActuatorResult.UnsupportedCommand;

/// Counts what became of commands; nobody waits here for a driver.
final class Tally {
  private long applied;
  private long notArmed;
  private long unsupported;
  private long failed;

  /// Counts one. What came after the end of its port counts nowhere.
  ///
  /// @return how many were refused so far
  synchronized long count(ActuatorResult result) {
    switch (result) {
      case Applied _ -> applied++;
      case Failed _ -> failed++;
      case NotArmed _ -> notArmed++;
      case UnsupportedCommand _ -> unsupported++;
      case Closed _ -> {}
    }
    return notArmed + unsupported;
  }

  synchronized ActuatorCounters counters() {
    return new ActuatorCounters(applied, notArmed, unsupported, failed);
  }
}
