package dev.terrarium.broker;

import dev.terrarium.bus.SubscriptionCounters;
import dev.terrarium.message.topic.TopicPath;

/// What a script's handler has seen so far.
///
/// @param topic what it is registered for
/// @param seen its messages, those that a throttle has held back apart
public record HandlerCounters(TopicPath topic, SubscriptionCounters seen) {}
