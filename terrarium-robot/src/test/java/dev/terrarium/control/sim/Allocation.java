package dev.terrarium.control.sim;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/// What work allocates once the JVM has compiled it.
final class Allocation {
  private static final int RUNS = 6;

  private Allocation() {}

  /// Runs work again and again until a run allocates nothing, and returns the least of a run, in
  /// bytes: while the JVM compiles, it allocates on the thread that it compiles for.
  static long least(IntConsumer work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int run = 0; run < RUNS && least > 0; run++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      work.accept(run);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
