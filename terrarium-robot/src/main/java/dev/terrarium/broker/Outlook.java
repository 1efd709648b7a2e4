package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.bus.parameter.Parameters;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.SafetyReport;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.SourceType;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Gate;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a broker's scripts look out upon: the robot's bus, its commands, its parameters, its gate.
///
/// @param exposure what they see of it
record Outlook(
    Exposure exposure,
    Gate gate,
    Bus bus,
    Optional<Commands> commands,
    Optional<Parameters> parameters) {
  private static final System.Logger LOG = System.getLogger(Outlook.class.getPackageName());
  private static final TopicPath ERRORS = TopicPath.of(SourceType.SAFETY, "error");
  private static final String NODE = "scripts";

  /// Tells people of something wrong: on the bus, at `safety.error`, and in the log.
  ///
  /// @param where the part of the broker that it is in
  void report(List<String> where, String error) {
    LOG.log(Level.ERROR, "{0}: {1}", gate.robot(), error);
    bus.publish(ERRORS, new SafetyReport.HardwareError(where, error));
  }

  /// Publishes what a script has made.
  void publish(TopicPath path, Payload payload) {
    Envelope made = bus.envelope(path.segments().getLast(), payload);
    bus.publish(
        path,
        new Envelope(
            made.monotonicTime(),
            made.wallTime(),
            NODE,
            made.frameId(),
            made.payload(),
            made.robot()));
  }

  /// Returns a message as handlers get it.
  Map<String, @Nullable Object> message(String handler, Delivery delivery) {
    var outbound = new Outbound(handler, exposure.types());
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("path", delivery.path().text());
    message.putAll(outbound.envelope(delivery.envelope()));
    return message;
  }
}
