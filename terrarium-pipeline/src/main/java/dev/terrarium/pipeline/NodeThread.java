package dev.terrarium.pipeline;

import java.util.concurrent.Executor;

/// A thread that a runtime lends to one run: its nodes can be stopped there wherever they wait.
public interface NodeThread extends Executor, AutoCloseable {
  /// Has work done on the thread, in the order in which it comes, and does not wait for it.
  @Override
  void execute(Runnable work);

  /// Gives the thread back, when the work that it was given is done.
  @Override
  void close();
}
