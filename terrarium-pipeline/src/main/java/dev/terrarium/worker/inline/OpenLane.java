package dev.terrarium.worker.inline;

import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
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
      return Faults.translated(() -> python.call(work));
    } finally {
      post.end();
    }
  }

  @Override
  public boolean isStuck() {
    return false;
  }

  @Override
  public void settle() {}
}
