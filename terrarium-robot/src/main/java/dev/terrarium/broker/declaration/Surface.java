package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.Collections;
import java.util.LinkedHashMap;
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
    payloads = ordered(payloads);
    topics = ordered(topics);
    parameters = ordered(parameters);
    commands = ordered(commands);
    actuators = ordered(actuators);
  }

  static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
