package dev.terrarium.broker.events;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// An operation of a broker's interpreter, from its beginning to its real end.
@Name("dev.terrarium.broker.Operation")
@Label("Python Operation")
@Category({"Terrarium", "Broker"})
@Description("An operation of a broker's interpreter; the GIL is held during it at most.")
@StackTrace(false)
final class OperationEvent extends Event implements Recording.OfOperation {
  static final OperationEvent ANY = new OperationEvent();

  @Label("Kind")
  @Nullable String kind;

  @Label("Called")
  @Nullable String called;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Level")
  @Description("How far the broker had to go to end it.")
  @Nullable String level;

  @Label("Queued")
  @Description("How long it waited for the interpreter.")
  @Timespan(Timespan.NANOSECONDS)
  long queued;

  @Label("Until Freed")
  @Description("How long its caller waited.")
  @Timespan(Timespan.NANOSECONDS)
  long untilFreed;

  Recording.OfOperation begun() {
    begin();
    return this;
  }

  @Override
  public void end(
      String ofKind,
      String name,
      String endedAs,
      String reached,
      Duration waited,
      Duration callerWaited) {
    kind = ofKind;
    called = name;
    outcome = endedAs;
    level = reached;
    queued = waited.toNanos();
    untilFreed = callerWaited.toNanos();
    commit();
  }
}
