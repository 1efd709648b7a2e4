package dev.terrarium.pipeline.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// The end of a worker process before its node was closed.
@Name("dev.terrarium.pipeline.WorkerEnd")
@Label("Worker Process Ended")
@Category({"Terrarium", "Pipeline"})
@Description("The end of a worker process before its node was closed: a crash, or a kill.")
@StackTrace(false)
final class WorkerEndEvent extends Event implements Recording.OfWorkerEnd {
  static final WorkerEndEvent ANY = new WorkerEndEvent();

  @Label("Node")
  @Nullable String node;

  @Label("Worker")
  @Description("Which of the node's, from 1.")
  int worker;

  @Label("Process")
  long process;

  @Label("How")
  @Nullable String how;

  @Override
  public void record(String ofNode, int number, long pid, String sentence) {
    node = ofNode;
    worker = number;
    process = pid;
    how = sentence;
    commit();
  }
}
