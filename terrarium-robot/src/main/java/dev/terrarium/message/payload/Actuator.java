package dev.terrarium.message.payload;

import java.util.Optional;

/// What actuators tell of themselves.
public sealed interface Actuator extends Payload {

  /// Which kind of command set an actuator in motion.
  enum CommandType {
    POSITION,
    VELOCITY,
    EFFORT,
    TRAJECTORY
  }

  /// A motion begins.
  record BeginMotion(
      @About("rad or m, where it begins") double initialPosition,
      @About("rad or m, where it goes") double targetPosition,
      @About("ms of the monotonic clock, when it should arrive") long expectedArrival,
      @About("of the command that set it off") Optional<String> commandId,
      @About("of the command that set it off") Optional<CommandType> commandType,
      @About("rad/s² or m/s²") Optional<Double> acceleration,
      @About("rad/s or m/s") Optional<Double> peakVelocity)
      implements Actuator {
    private static final String TYPE = "actuator.begin_motion";

    public BeginMotion {
      var checks = new Checks(TYPE);
      checks.finite("initial_position", initialPosition);
      checks.finite("target_position", targetPosition);
      checks.finite("acceleration", acceleration);
      checks.finite("peak_velocity", peakVelocity);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Why a motion ended.
  enum EndReason {
    COMPLETED,
    CANCELLED,
    LIMIT_REACHED,
    FAULT
  }

  /// A motion has ended.
  record EndMotion(
      @About("rad or m, where it ended") double position,
      @About("why") EndReason reason,
      @About("a word more, such as `stall`") Optional<String> detail,
      @About("a sentence for a person") Optional<String> message,
      @About("of the command that set it off") Optional<String> commandId)
      implements Actuator {
    private static final String TYPE = "actuator.end_motion";

    public EndMotion {
      new Checks(TYPE).finite("position", position);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Why an actuator refused a command.
  enum Rejection {
    DISARMED,
    UNSUPPORTED_COMMAND
  }

  /// A command was refused, and nothing moved.
  record Rejected(
      @About("why") Rejection reason,
      @About("the type of the refused command") String command,
      @About("of the refused command") Optional<String> commandId)
      implements Actuator {
    private static final String TYPE = "actuator.rejected";

    public Rejected {
      new Checks(TYPE).notBlank("command", command);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
