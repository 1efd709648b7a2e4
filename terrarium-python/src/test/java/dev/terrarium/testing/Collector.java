package dev.terrarium.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what Java's collector has somebody do, some time after it has run.
public final class Collector {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Collector() {}

  /// Has it run until something is so.
  ///
  /// @throws AssertionError if it is not so after a minute
  public static void runUntil(BooleanSupplier isSo) {
    long begun = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError("what the collector should bring about has not come in a minute");
      }
      System.gc();
    }
  }
}
