package dev.terrarium.message.payload;

/// What a message tells: an immutable record, checked when it was made.
///
/// The built-in ones are the records of [Sensor], [Actuator], [ActuatorCommand], [Geometry],
/// [Estimator], [StateMachine], [SafetyReport], [Parameter] and [Command]. A record of your own
/// implements this, and [PayloadType#ofRecord] makes its type.
public interface Payload {
  /// Returns the name of its type, always the same one, such as `sensor.joint_state`.
  String type();
}
