package dev.terrarium.bus.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A command that an actuator refused.
@Name("dev.terrarium.bus.Rejection")
@Label("Rejected Actuator Command")
@Category({"Terrarium", "Bus"})
@Description("A command that did not pass the gate of an actuator.")
@StackTrace(false)
final class RejectionEvent extends Event {
  /// Asked whether events are recorded, so that none is made where they are not.
  private static final RejectionEvent ANY = new RejectionEvent();

  @Label("Actuator")
  @Nullable String actuator;

  @Label("Command")
  @Nullable String command;

  @Label("Reason")
  @Nullable String reason;

  static void record(Object ofActuator, String ofCommand, String because) {
    if (ANY.isEnabled()) {
      var event = new RejectionEvent();
      event.actuator = ofActuator.toString();
      event.command = ofCommand;
      event.reason = because;
      event.commit();
    }
  }
}
