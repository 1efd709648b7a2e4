package dev.terrarium.bus;

import dev.terrarium.message.payload.Sensor;
import dev.terrarium.message.topic.Delivery;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// The latest that was heard of each joint of a robot; a handler of joint states.
///
/// A message updates what it tells of joints that are known. Entries of unknown joints are passed
/// over, as are values that are missing in a list shorter than the names, and the rest is applied.
/// Any thread may ask.
public final class JointReadings implements Consumer<Delivery> {
  private final Map<String, Integer> joints = new LinkedHashMap<>();
  private final double[] positions;
  private final double[] velocities;
  private final double[] efforts;

  /// @param joints the names of the joints, each once
  public JointReadings(List<String> joints) {
    for (String joint : joints) {
      if (this.joints.putIfAbsent(joint, this.joints.size()) != null) {
        throw new IllegalArgumentException("The joint " + joint + " is named twice");
      }
    }
    this.positions = unknown();
    this.velocities = unknown();
    this.efforts = unknown();
  }

  private double[] unknown() {
    var values = new double[joints.size()];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /// Applies a joint state; any other payload is passed over.
  @Override
  public void accept(Delivery delivery) {
    if (delivery.payload() instanceof Sensor.JointState state) {
      apply(state);
    }
  }

  /// Applies what a message tells of joints that are known.
  public synchronized void apply(Sensor.JointState state) {
    for (int i = 0; i < state.names().size(); i++) {
      var joint = joints.get(state.names().get(i));
      if (joint != null) {
        set(positions, joint, state.positions(), i);
        set(velocities, joint, state.velocities(), i);
        set(efforts, joint, state.efforts(), i);
      }
    }
  }

  private static void set(double[] values, int joint, List<Double> told, int index) {
    if (index < told.size()) {
      values[joint] = told.get(index);
    }
  }

  /// Returns where a joint is, in rad or m; nothing before it was told.
  public OptionalDouble position(String joint) {
    return value(positions, joint);
  }

  /// Returns how fast a joint moves, in rad/s or m/s; nothing before it was told.
  public OptionalDouble velocity(String joint) {
    return value(velocities, joint);
  }

  /// Returns what a joint exerts, in N·m or N; nothing before it was told.
  public OptionalDouble effort(String joint) {
    return value(efforts, joint);
  }

  private synchronized OptionalDouble value(double[] values, String joint) {
    var index = joints.get(joint);
    if (index == null) {
      throw new IllegalArgumentException(
          "There is no joint \"" + joint + "\"; there are " + joints.keySet());
    }
    return Double.isNaN(values[index]) ? OptionalDouble.empty() : OptionalDouble.of(values[index]);
  }
}
