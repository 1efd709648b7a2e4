package dev.terrarium.worker.inline;

import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// On the thread of the run, for as long as it takes.
record OpenLane(Python python) implements Lane {
  @Override
  public void prepare(Gil gil) {}

  @Override
  public void begin() {}

  @Override
  public <R extends @Nullable Object> R call(Function<Gil, R> work) throws Exception {
    return Faults.translated(() -> python.call(work));
  }

  @Override
  public boolean isStuck() {
    return false;
  }

  @Override
  public void settle() {}
}
