package dev.terrarium.python.events;

import java.time.Duration;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Begins what is recorded of a crossing, if anybody records it.
///
/// Each method gives null otherwise, which costs the read of a field or two. No event class is
/// loaded before the first recording, as loading the first costs as much as a fifth of Python's
/// start, and none where the module `jdk.jfr` is not.
public final class Crossings {
  private static final boolean RECORDER = isThere();

  private Crossings() {}

  private static boolean isThere() {
    Optional<Module> recorder = ModuleLayer.boot().findModule("jdk.jfr");
    return recorder.isPresent() && Crossings.class.getModule().canRead(recorder.get());
  }

  private static boolean recording() {
    return RECORDER && FlightRecorder.isInitialized();
  }

  /// A call from Java to Python.
  public static @Nullable Crossing call() {
    return recording() && CallEvent.ANY.isEnabled() ? new CallEvent().begun() : null;
  }

  /// A call from Python to Java.
  public static @Nullable Crossing upcall() {
    return recording() && UpcallEvent.ANY.isEnabled() ? new UpcallEvent().begun() : null;
  }

  /// A wait for the GIL.
  public static @Nullable Crossing gilWait() {
    return recording() && GilWaitEvent.ANY.isEnabled() ? new GilWaitEvent().begun() : null;
  }

  /// A copy of an array's elements.
  public static @Nullable Crossing copy() {
    return recording() && CopyEvent.ANY.isEnabled() ? new CopyEvent().begun() : null;
  }

  /// Records the end of one that needs no more words.
  public static void end(@Nullable Crossing crossing) {
    end(crossing, "", 0);
  }

  /// Records the end of one, if there was one.
  public static void end(@Nullable Crossing crossing, String what, long bytes) {
    if (crossing != null && crossing.ended()) {
      crossing.record(what, bytes);
    }
  }

  /// Records what became of an interrupt.
  public static void interrupted(String thread, String level, Duration after) {
    if (recording() && InterruptEvent.ANY.isEnabled()) {
      InterruptEvent.record(thread, level, after);
    }
  }
}
