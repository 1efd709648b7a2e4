package dev.terrarium.testing;

import dev.terrarium.python.Gil;
import dev.terrarium.python.LeakReport;
import dev.terrarium.python.Python;
import dev.terrarium.python.testing.LeakCheck;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The interpreter of the tests' JVM; after each test it holds what it held before, and nothing
/// more.
public final class OnePython implements BeforeEachCallback, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Python python = Python.open(Interpreters.options());
  private @Nullable LeakCheck check;

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
    if (!Python.leaks().only(OnePython::mayHideAnother).isEmpty()) {
      System.gc(); // What a failed test left must not be taken for what this one leaves.
      python.collectGarbage();
    }
    check = LeakCheck.begin(true, PATIENCE);
  }

  /// Whether what is left of this kind is counted, and may yet end.
  private static boolean mayHideAnother(LeakReport.Kind kind) {
    return switch (kind) {
      case REFERENCE, ARRAY, HANDLE, REGION -> true;
      case FORGOTTEN, EXCEPTION -> false;
    };
  }

  /// Exceptions hold their Python object until Java's collector has found them, so it gets some
  /// time.
  @Override
  public void afterEach(ExtensionContext context) {
    LeakCheck begun = check;
    if (begun == null) {
      return;
    }
    check = null;
    try (begun) {
      LeakReport left = begun.leftOver();
      if (!left.isEmpty()) {
        throw new AssertionError("the test left behind\n" + left.text());
      }
    }
  }
}
