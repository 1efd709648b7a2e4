package dev.terrarium.message.payload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The built-in types, in the order of the reference.
final class Catalogue {
  private Catalogue() {}

  static Map<String, PayloadType<?>> types() {
    var types = new LinkedHashMap<String, PayloadType<?>>();
    add(types, "sensor.joint_state", Sensor.JointState.class);
    add(types, "sensor.imu", Sensor.Imu.class);
    add(types, "sensor.image", Sensor.Image.class);
    add(types, "sensor.laser_scan", Sensor.LaserScan.class);
    add(types, "sensor.range", Sensor.Range.class);
    add(types, "sensor.battery_state", Sensor.BatteryState.class);
    add(types, "sensor.power_state", Sensor.PowerState.class);
    add(types, "actuator.begin_motion", Actuator.BeginMotion.class);
    add(types, "actuator.end_motion", Actuator.EndMotion.class);
    add(types, "actuator.rejected", Actuator.Rejected.class);
    add(types, "actuator.command.position", ActuatorCommand.Position.class);
    add(types, "actuator.command.velocity", ActuatorCommand.Velocity.class);
    add(types, "actuator.command.effort", ActuatorCommand.Effort.class);
    add(types, "actuator.command.trajectory", ActuatorCommand.Trajectory.class);
    add(types, "actuator.command.hold", ActuatorCommand.Hold.class);
    add(types, "actuator.command.stop", ActuatorCommand.Stop.class);
    add(types, "geometry.point3d", Geometry.Point3D.class);
    add(types, "geometry.pose", Geometry.Pose.class);
    add(types, "geometry.twist", Geometry.Twist.class);
    add(types, "geometry.accel", Geometry.Accel.class);
    add(types, "geometry.wrench", Geometry.Wrench.class);
    add(types, "geometry.twist2d", Geometry.Twist2D.class);
    add(types, "geometry.wrench2d", Geometry.Wrench2D.class);
    add(types, "estimator.pose", Estimator.Pose.class);
    add(types, "estimator.odometry", Estimator.Odometry.class);
    add(types, "state_machine.transition", StateMachine.Transition.class);
    add(types, "safety.hardware_error", SafetyReport.HardwareError.class);
    add(types, "parameter.changed", Parameter.Changed.class);
    add(types, "command.event", Command.Event.class);
    return Collections.unmodifiableMap(types);
  }

  private static <T extends Payload> void add(
      Map<String, PayloadType<?>> types, String name, Class<T> payload) {
    PayloadTypes.add(types, PayloadType.make(name, payload));
  }
}
