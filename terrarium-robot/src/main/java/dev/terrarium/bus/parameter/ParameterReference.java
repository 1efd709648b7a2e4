package dev.terrarium.bus.parameter;

import dev.terrarium.message.topic.TopicPath;

/// Stands for the value that a parameter has when it is needed.
public record ParameterReference(TopicPath path) {
  /// Refers to a parameter by its dotted path, such as `arm.speed`.
  public static ParameterReference to(String dotted) {
    return new ParameterReference(TopicPath.of(dotted));
  }
}
