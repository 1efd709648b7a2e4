package dev.terrarium.bus.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A message that a full mailbox had no room for.
@Name("dev.terrarium.bus.Drop")
@Label("Dropped Message")
@Category({"Terrarium", "Bus"})
@Description("A message that a full mailbox dropped, of those that keep more than the latest one.")
@StackTrace(false)
final class DropEvent extends Event {
  /// Asked whether events are recorded, so that none is made where they are not.
  private static final DropEvent ANY = new DropEvent();

  @Label("Subscription")
  @Nullable String subscription;

  @Label("Topic")
  @Nullable String topic;

  static void record(String ofSubscription, Object ofTopic) {
    if (ANY.isEnabled()) {
      var event = new DropEvent();
      event.subscription = ofSubscription;
      event.topic = ofTopic.toString();
      event.commit();
    }
  }
}
