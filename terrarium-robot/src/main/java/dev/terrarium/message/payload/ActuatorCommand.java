package dev.terrarium.message.payload;

import java.util.List;
import java.util.Optional;

/// What an actuator is told to do.
public sealed interface ActuatorCommand extends Payload {
  /// Returns what the sender knows it by in what the actuator tells.
  Optional<String> commandId();

  /// Go there.
  record Position(
      @About("rad or m") double position,
      @About("rad/s or m/s, on the way") Optional<Double> velocity,
      @About("ms, for the way") Optional<Long> duration,
      @About("what its motion is known by") Optional<String> commandId)
      implements ActuatorCommand {
    private static final String TYPE = "actuator.command.position";

    public Position {
      var checks = new Checks(TYPE);
      checks.finite("position", position);
      checks.finite("velocity", velocity);
      checks.atLeast("duration", 1, duration);
    }

    public Position(double position) {
      this(position, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Move so fast.
  record Velocity(
      @About("rad/s or m/s") double velocity,
      @About("ms; until told otherwise where there is none") Optional<Long> duration,
      @About("what its motion is known by") Optional<String> commandId)
      implements ActuatorCommand {
    private static final String TYPE = "actuator.command.velocity";

    public Velocity {
      var checks = new Checks(TYPE);
      checks.finite("velocity", velocity);
      checks.atLeast("duration", 1, duration);
    }

    public Velocity(double velocity) {
      this(velocity, Optional.empty(), Optional.empty());
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Push so hard.
  record Effort(
      @About("N·m or N") double effort,
      @About("ms; until told otherwise where there is none") Optional<Long> duration,
      @About("what its motion is known by") Optional<String> commandId)
      implements ActuatorCommand {
    private static final String TYPE = "actuator.command.effort";

    public Effort {
      var checks = new Checks(TYPE);
      checks.finite("effort", effort);
      checks.atLeast("duration", 1, duration);
    }

    public Effort(double effort) {
      this(effort, Optional.empty(), Optional.empty());
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// One point of a trajectory.
  record Waypoint(
      @About("rad or m") double position,
      @About("rad/s or m/s") Optional<Double> velocity,
      @About("rad/s² or m/s²") Optional<Double> acceleration,
      @About("ms") long timeFromStart) {
    public Waypoint {
      var checks = new Checks(Trajectory.TYPE);
      checks.finite("waypoints.position", position);
      checks.finite("waypoints.velocity", velocity);
      checks.finite("waypoints.acceleration", acceleration);
      checks.atLeast("waypoints.time_from_start", 0, timeFromStart);
    }
  }

  /// Go along these points.
  record Trajectory(
      @About("the points, in the order of their times") List<Waypoint> waypoints,
      @About(value = "how often it goes along them", otherwise = "1") Repeat repeat,
      @About("what its motion is known by") Optional<String> commandId)
      implements ActuatorCommand {
    private static final String TYPE = "actuator.command.trajectory";

    public Trajectory {
      waypoints = List.copyOf(waypoints);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// Stay where you are, against what pushes.
  record Hold(@About("what it is known by") Optional<String> commandId) implements ActuatorCommand {
    private static final String TYPE = "actuator.command.hold";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// How an actuator stops.
  enum StopMode {
    IMMEDIATE,
    DECELERATE
  }

  /// Stop moving, and let go.
  ///
  /// It is a command like the others: a disarmed robot refuses it. Safety is not asked for with it.
  record Stop(
      @About(value = "how", otherwise = "immediate") StopMode mode,
      @About("what it is known by") Optional<String> commandId)
      implements ActuatorCommand {
    private static final String TYPE = "actuator.command.stop";

    @Override
    public String type() {
      return TYPE;
    }
  }
}
