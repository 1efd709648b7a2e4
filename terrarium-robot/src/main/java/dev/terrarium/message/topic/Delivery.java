package dev.terrarium.message.topic;

import dev.terrarium.message.payload.Payload;

/// A message as a subscriber gets it.
///
/// @param path where it was published, whole, also where the subscription is to an ancestor
/// @param envelope what was published
public record Delivery(TopicPath path, Envelope envelope) {
  /// Returns what is told.
  public Payload payload() {
    return envelope.payload();
  }
}
