package dev.terrarium.worker.inline;

import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
import java.lang.invoke.VarHandle;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// On the thread of the run, for as long as it takes.
///
/// @param post where it is noted that this thread is in Python
record OpenLane(Python python, AtWork.Post post) implements Lane {
  @Override
  public void prepare(Gil gil) {}

  @Override
  public void begin(String what) {}

  @Override
  public void beginCleanUp() {
    post.cleanUp();
  }

  @Override
  public <R extends @Nullable Object> R call(Function<Gil, R> work) throws Exception {
    post.begin();
    try {
      return Faults.translated(() ->
          python.call(gil -> {
            refuseIfInterrupted();
            return work.apply(gil);
          }));
    } catch (Interrupted _) {
      throw new InterruptedException("Interrupted before the call");
    } finally {
      post.end();
    }
  }

  /// An interrupt that came before the region was open has found nothing in Python to stop.
  private static void refuseIfInterrupted() {
    VarHandle.fullFence(); // Either it sees the region, or this sees its flag.
    if (Thread.currentThread().isInterrupted()) {
      throw new Interrupted();
    }
  }

  /// Takes an interrupt out of a region.
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public boolean isStuck() {
    return false;
  }

  @Override
  public void settle() {}
}
