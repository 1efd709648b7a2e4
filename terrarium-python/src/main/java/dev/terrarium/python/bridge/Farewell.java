package dev.terrarium.python.bridge;

import java.time.Duration;

/// What Python does when the JVM exits: bounded, since an exit must not hang on a thread that keeps
/// the GIL.
///
/// The interpreter is not finalised. Threads that are inside it go on until the process ends, and
/// the process ends.
public final class Farewell {
  /// Python's own exit functions may recurse as deep as any Python code.
  private static final long STACK = 64L << 20;

  private final Runnable work;
  private final Duration bound;
  private final Runnable afterwards;

  private Farewell(Runnable work, Duration bound, Runnable afterwards) {
    this.work = work;
    this.bound = bound;
    this.afterwards = afterwards;
  }

  /// Does `work` when the JVM exits, waits for it no longer than `bound`, then does what comes
  /// `afterwards`.
  ///
  /// @throws IllegalStateException if the JVM is exiting already
  public static Farewell atExit(Runnable work, Duration bound, Runnable afterwards) {
    Farewell farewell = new Farewell(work, bound, afterwards);
    Runtime.getRuntime().addShutdownHook(new Thread(farewell::say, "terrarium-farewell"));
    return farewell;
  }

  /// Does it all now; says whether the work ended within the bound.
  boolean say() {
    boolean ended = workWithinBound();
    afterwards.run();
    return ended;
  }

  private boolean workWithinBound() {
    Thread worker = new Thread(null, work, "terrarium-python-exit", STACK);
    worker.setDaemon(true);
    worker.start();
    try {
      return worker.join(bound);
    } catch (InterruptedException exitingAnyway) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
