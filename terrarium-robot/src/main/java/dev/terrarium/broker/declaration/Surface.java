package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.Map;

/// What a robot offers, in the order in which it was declared.
///
/// @param payloads types of messages of its own, by their names, such as `detections`
/// @param topics what is known of topics, by their paths
/// @param parameters by their dotted paths, such as `detector.threshold`
/// @param commands by their names
/// @param actuators by their names
public record Surface(
    Map<String, PayloadDeclaration> payloads,
    Map<TopicPath, TopicDeclaration> topics,
    Map<String, ParameterDeclaration> parameters,
    Map<String, CommandDeclaration> commands,
    Map<String, ActuatorDeclaration> actuators) {
  public Surface {
    Required.components(Surface.class, payloads, topics, parameters, commands, actuators);
    payloads = Required.map("payloads", payloads);
    topics = Required.map("topics", topics);
    parameters = Required.map("parameters", parameters);
    commands = Required.map("commands", commands);
    actuators = Required.map("actuators", actuators);
  }
}
