package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;

/// A simulated camera: pictures from a folder, on a topic.
///
/// @param topic where they are published; its type is `sensor.image`
/// @param images the folder of numbered JPEG or PNG files; relative to the declaration
/// @param rate how many in a second
/// @param frame the frame that they are seen in
public record SourceDeclaration(TopicPath topic, String images, double rate, String frame) {
  public SourceDeclaration {
    Required.components(SourceDeclaration.class, topic, images, rate, frame);
  }
}
