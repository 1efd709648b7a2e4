package dev.terrarium.control.record;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// A control cycle that took longer than a period, as an event of the Flight Recorder.
@Name("dev.terrarium.ControlOverrun")
@Label("Control Overrun")
@Category({"Terrarium", "Control"})
@Description(
    "A control cycle that took longer than a period; recorded when its cause is known, some time later.")
@StackTrace(false)
final class OverrunEvent extends Event {
  @Label("Cycle")
  @Description("Which cycle, counted from 0 by deadlines.")
  long cycle;

  @Label("Began")
  @Description("When it could have begun, as System.nanoTime() tells it.")
  long began;

  @Label("Took")
  @Timespan(Timespan.NANOSECONDS)
  long took;

  @Label("Missed")
  @Description("Deadlines that passed before it, unserved.")
  long missed;

  @Label("Cause")
  @Description("What most likely made it so long.")
  @Nullable String cause;

  @Label("Explained")
  @Description("How much of it the cause explains.")
  @Timespan(Timespan.NANOSECONDS)
  long explained;

  static void tell(Overrun overrun) {
    var event = new OverrunEvent();
    event.cycle = overrun.cycle();
    event.began = overrun.from();
    event.took = overrun.nanos();
    event.missed = overrun.missed();
    event.cause = overrun.cause().words();
    event.explained = overrun.explained();
    event.commit();
  }
}
