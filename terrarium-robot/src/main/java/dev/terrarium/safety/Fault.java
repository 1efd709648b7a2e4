package dev.terrarium.safety;

import java.time.Duration;

/// What a component has found wrong with itself, or with the world.
///
/// Those of safety are always critical; those of hardware say how bad they are by their kind.
public sealed interface Fault {
  /// Returns how bad it is.
  Severity severity();

  /// Returns a sentence about it.
  String message();

  /// A fault that endangers people or hardware.
  sealed interface OfSafety extends Fault {
    @Override
    default Severity severity() {
      return Severity.CRITICAL;
    }
  }

  /// A fault of a device, or of the way to it.
  sealed interface OfHardware extends Fault {
    @Override
    default Severity severity() {
      return Severity.ERROR;
    }
  }

  /// Something is about to be hit.
  ///
  /// @param detail what, by what
  record CollisionRisk(String detail) implements OfSafety {
    @Override
    public String message() {
      return "A collision is close: " + detail;
    }
  }

  /// Somebody or something has asked for an emergency stop.
  ///
  /// @param source who or what, such as `button`
  record EmergencyStop(String source, String reason) implements OfSafety {
    @Override
    public String message() {
      return "Emergency stop by " + source + ": " + reason;
    }
  }

  /// A measured value is beyond its limit.
  ///
  /// @param limitType what is limited, such as `torque`
  /// @param unit of both values, such as `N m`
  record LimitExceeded(
      ComponentPath component, String limitType, double measured, double limit, String unit)
      implements OfSafety {
    @Override
    public String message() {
      return "The %s of %s is %s %s; the limit is %s %s"
          .formatted(limitType, component, measured, unit, limit, unit);
    }
  }

  /// The bus that a device hangs on does not work.
  record BusError(String bus, String reason) implements OfHardware {
    @Override
    public String message() {
      return "The bus " + bus + " does not work: " + reason;
    }
  }

  /// A device says that something is wrong with it.
  record DeviceError(String reason) implements OfHardware {
    @Override
    public String message() {
      return reason;
    }
  }

  /// A device does not answer any more.
  record Disconnected(String device) implements OfHardware {
    @Override
    public String message() {
      return "The device " + device + " is not connected any more";
    }
  }

  /// A device has not answered in time.
  record Timeout(String operation, Duration after) implements OfHardware {
    @Override
    public String message() {
      return operation + " has not ended within " + Durations.words(after);
    }
  }
}
