package dev.terrarium.pipeline.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A wait for room in a queue that was full.
@Name("dev.terrarium.pipeline.QueueFull")
@Label("Queue Full")
@Category({"Terrarium", "Pipeline"})
@Description("A wait for room in a queue that was full.")
@Threshold("10 ms")
@StackTrace(false)
final class QueueFullEvent extends Event implements Recording.OfWait {
  static final QueueFullEvent ANY = new QueueFullEvent();

  @Label("From")
  @Description("The node that waited; empty for the pipeline's input.")
  @Nullable String from;

  @Label("To")
  @Description("The node that did not take; empty for the pipeline's output.")
  @Nullable String to;

  Recording.OfWait begun() {
    begin();
    return this;
  }

  @Override
  public void end(String source, String target) {
    end();
    if (shouldCommit()) {
      from = source;
      to = target;
      commit();
    }
  }
}
