package dev.terrarium.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonStatistics;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The interpreter of the tests' JVM; after each test it holds what it held before, and nothing
/// more.
public final class OnePython implements BeforeEachCallback, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Python python = Python.open(Interpreters.options());
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
    before = collected();
  }

  /// Exceptions hold their Python object until Java's collector has found them, so it gets some
  /// time.
  @Override
  public void afterEach(ExtensionContext context) {
    PythonStatistics after = collected();
    for (long start = System.nanoTime();
        holdsMore(after) && System.nanoTime() - start < PATIENCE.toNanos(); ) {
      after = collected();
    }
    assertThat(after.references())
        .as("kept references that are open")
        .isLessThanOrEqualTo(before.references());
    assertThat(after.handles())
        .as("Java objects that Python holds")
        .isLessThanOrEqualTo(before.handles());
  }

  private boolean holdsMore(PythonStatistics now) {
    return now.references() > before.references() || now.handles() > before.handles();
  }

  /// What is held when both collectors have run once.
  private PythonStatistics collected() {
    System.gc();
    run(gil -> gil.importModule("gc").callMethod("collect"));
    return python.statistics();
  }
}
