package dev.terrarium.pipeline.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A run of a pipeline, clean-up included.
@Name("dev.terrarium.pipeline.Run")
@Label("Pipeline Run")
@Category({"Terrarium", "Pipeline"})
@Description("A run of a pipeline, clean-up included.")
@StackTrace(false)
final class RunEvent extends Event implements Recording.OfRun {
  static final RunEvent ANY = new RunEvent();

  @Label("Pipeline")
  @Nullable String pipeline;

  @Label("Run")
  @Description("What tells the run from all others.")
  @Nullable String run;

  @Label("Items In")
  long itemsIn;

  @Label("Items Out")
  long itemsOut;

  @Label("Outcome")
  @Description(
      "completed, failed or cancelled; or thrown, by the input, by whoever took the output or by a bug")
  @Nullable String outcome;

  Recording.OfRun begun() {
    begin();
    return this;
  }

  @Override
  public void end(String ofPipeline, String id, long in, long out, String how) {
    end();
    if (shouldCommit()) {
      pipeline = ofPipeline;
      run = id;
      itemsIn = in;
      itemsOut = out;
      outcome = how;
      commit();
    }
  }
}
