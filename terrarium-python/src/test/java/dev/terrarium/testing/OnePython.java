package dev.terrarium.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonStatistics;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The interpreter of the tests' JVM; after each test it holds what it held before, and nothing
/// more.
public final class OnePython implements BeforeEachCallback, AfterEachCallback {
  private final Python python = Python.open(Interpreters.chosen());
  private PythonStatistics before = python.statistics();

  /// The interpreter.
  public Python python() {
    return python;
  }

  /// Runs work on a thread whose stack is large, with the GIL held.
  public <R> R call(Function<Gil, R> work) {
    return python.call(work);
  }

  /// Runs work on a thread whose stack is large, with the GIL held.
  public void run(Consumer<Gil> work) {
    python.call(gil -> {
      work.accept(gil);
      return true;
    });
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = settled();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    PythonStatistics after = settled();
    assertThat(after.references()).as("kept references left open").isEqualTo(before.references());
    assertThat(after.handles()).as("Java objects left in Python").isEqualTo(before.handles());
  }

  /// What is held once both collectors have run: exceptions hold theirs until Java's has.
  private PythonStatistics settled() {
    PythonStatistics now = python.statistics();
    for (int round = 0; round < 20 && !now.equals(before); round++) {
      System.gc();
      run(gil -> gil.importModule("gc").callMethod("collect"));
      now = python.statistics();
      if (now.references() == before.references() && now.handles() == before.handles()) {
        break;
      }
    }
    return now;
  }
}
