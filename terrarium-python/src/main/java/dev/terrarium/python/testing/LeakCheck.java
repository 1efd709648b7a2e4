package dev.terrarium.python.testing;

import dev.terrarium.python.LeakReport;
import dev.terrarium.python.LeakReport.Kind;
import dev.terrarium.python.Python;
import java.time.Duration;

/// One look at what a piece of work leaves behind: made before it, asked after it.
///
/// For those whose tests are run by something else than JUnit.
public final class LeakCheck implements AutoCloseable {
  private final boolean lenient;
  private final Duration patience;
  private final LeakReport before;
  private boolean closed;

  private LeakCheck(boolean lenient, Duration patience) {
    this.lenient = lenient;
    this.patience = patience;
    Python.trackAllocations(true);
    this.before = Python.leaks();
  }

  /// Begins to look.
  ///
  /// @param lenient whether a reference that the collector has closed counts as closed
  /// @param patience how long the collectors of both languages get to find what is no longer used
  public static LeakCheck begin(boolean lenient, Duration patience) {
    return new LeakCheck(lenient, patience);
  }

  /// What was made since the beginning and is left over. The collectors run only if something is
  /// that they may free.
  public LeakReport leftOver() {
    LeakReport left = now();
    for (long start = System.nanoTime();
        left.sites().stream().anyMatch(this::mayEnd)
            && System.nanoTime() - start < patience.toNanos(); ) {
      System.gc();
      Python.opened().ifPresent(Python::collectGarbage);
      left = now();
    }
    return left;
  }

  private LeakReport now() {
    return Python.leaks().since(before).only(this::counts);
  }

  private boolean counts(Kind kind) {
    return switch (kind) {
      case REFERENCE, ARRAY, HANDLE, REGION -> true;
      case FORGOTTEN -> !lenient;
      case EXCEPTION -> false;
    };
  }

  /// Whether the collectors, or another thread that is about to be done, may end it.
  private boolean mayEnd(LeakReport.Site site) {
    return switch (site.kind()) {
      case HANDLE -> true;
      case REFERENCE -> lenient;
      case REGION -> !site.thread().equals(Thread.currentThread().getName());
      case ARRAY, FORGOTTEN, EXCEPTION -> false;
    };
  }

  /// Ends the look.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Python.trackAllocations(false);
    }
  }
}
