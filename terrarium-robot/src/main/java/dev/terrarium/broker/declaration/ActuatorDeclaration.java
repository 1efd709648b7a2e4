package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.List;

/// Something that moves.
///
/// @param path the topic of its commands, which begins with `actuator`
/// @param accepts the types of commands that it takes, such as `actuator.command.position`
/// @param doc what it is
public record ActuatorDeclaration(TopicPath path, List<String> accepts, String doc) {
  public ActuatorDeclaration {
    Required.components(ActuatorDeclaration.class, path, accepts, doc);
    accepts = Required.list("accepts", accepts);
  }
}
