package dev.terrarium.message.topic;

import dev.terrarium.message.payload.Payload;
import java.util.Optional;

/// A payload with when, where and by whom it was made.
///
/// @param monotonicTime nanoseconds of [System#nanoTime], for differences
/// @param wallTime nanoseconds since 1970-01-01T00:00Z
/// @param node what made it, such as the name of a process or of a script
/// @param frameId the frame of reference that the payload is given in, such as `base_link`
/// @param payload what is told
/// @param robot the robot that it is about; a bus of a robot fills it in when it publishes
public record Envelope(
    long monotonicTime,
    long wallTime,
    String node,
    String frameId,
    Payload payload,
    Optional<String> robot) {

  /// Returns the same envelope, about a robot.
  public Envelope about(String robot) {
    return new Envelope(monotonicTime, wallTime, node, frameId, payload, Optional.of(robot));
  }
}
