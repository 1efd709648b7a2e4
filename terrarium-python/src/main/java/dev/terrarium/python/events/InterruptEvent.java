package dev.terrarium.python.events;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// What became of an interrupt of Python code.
@Name("dev.terrarium.Interrupt")
@Label("Python Interrupt")
@Category({"Terrarium", "Python"})
@Description("What became of an interrupt of Python code.")
@StackTrace(false)
final class InterruptEvent extends Event {
  static final InterruptEvent ANY = new InterruptEvent();

  @Label("Interrupted Thread")
  @Nullable String thread;

  @Label("Level")
  @Description("How far it had to go: SOFT, REPEATED, SWALLOWED, BLOCKED, HOLDS_GIL, ...")
  @Nullable String level;

  @Label("After")
  @Timespan(Timespan.MILLISECONDS)
  long after;

  static void record(String thread, String level, Duration after) {
    InterruptEvent event = new InterruptEvent();
    event.thread = thread;
    event.level = level;
    event.after = after.toMillis();
    event.commit();
  }
}
