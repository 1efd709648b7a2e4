package dev.terrarium.broker.events;

import java.time.Duration;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Begins what is recorded of brokers, if anybody records it.
///
/// Each method gives null otherwise, which costs the read of a field or two. No event class is
/// loaded before the first recording, and none where the module `jdk.jfr` is not.
public final class Recording {
  private static final boolean RECORDER = isThere();

  private Recording() {}

  /// An operation of an interpreter, from its beginning to its real end.
  public interface OfOperation {
    /// Records its end.
    ///
    /// @param kind what it was, such as `call`
    /// @param name what was called
    /// @param outcome how it ended for whoever waited, in a word
    /// @param level how far the broker had to go to end it, in a word
    /// @param queued how long it waited for the interpreter
    /// @param untilFreed how long its caller waited
    void end(
        String kind,
        String name,
        String outcome,
        String level,
        Duration queued,
        Duration untilFreed);
  }

  /// Something that a broker did about an operation, or would not do.
  public interface OfAction {
    /// Records it.
    ///
    /// @param what such as `interrupted`, `poisoned`, `killed` or `refused`
    /// @param name whom it concerns
    /// @param detail a code or a stack; may be empty
    void record(String what, String name, String detail);
  }

  private static boolean isThere() {
    return ModuleLayer.boot()
        .findModule("jdk.jfr")
        .filter(Recording.class.getModule()::canRead)
        .isPresent();
  }

  private static boolean isUnderWay() {
    return RECORDER && FlightRecorder.isInitialized();
  }

  /// An operation that begins.
  public static @Nullable OfOperation operation() {
    return isUnderWay() && OperationEvent.ANY.isEnabled() ? new OperationEvent().begun() : null;
  }

  /// Something that a broker does.
  public static @Nullable OfAction action() {
    return isUnderWay() && ActionEvent.ANY.isEnabled() ? new ActionEvent() : null;
  }
}
