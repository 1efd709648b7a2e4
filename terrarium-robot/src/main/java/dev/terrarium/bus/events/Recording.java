package dev.terrarium.bus.events;

import jdk.jfr.FlightRecorder;

/// Records what goes wrong on a bus, if anybody records it.
///
/// Otherwise each method costs the read of a field or two. No event class is loaded before the
/// first recording, and none where the module `jdk.jfr` is not.
public final class Recording {
  private static final boolean RECORDER =
      ModuleLayer.boot()
          .findModule("jdk.jfr")
          .filter(Recording.class.getModule()::canRead)
          .isPresent();

  private Recording() {}

  private static boolean isUnderWay() {
    return RECORDER && FlightRecorder.isInitialized();
  }

  /// Records that a message was dropped.
  ///
  /// @param subscription whose mailbox was full
  /// @param topic of the message
  public static void dropped(String subscription, Object topic) {
    if (isUnderWay()) {
      DropEvent.record(subscription, topic);
    }
  }

  /// Records that an actuator refused a command.
  ///
  /// @param actuator the component
  /// @param command the payload's type
  /// @param reason in a word, such as `disarmed`
  public static void rejected(Object actuator, String command, String reason) {
    if (isUnderWay()) {
      RejectionEvent.record(actuator, command, reason);
    }
  }
}
