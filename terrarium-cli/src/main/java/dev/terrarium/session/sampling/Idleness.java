package dev.terrarium.session.sampling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Tells whether a thread works or waits, where its stack does not: a function of C may compute or
/// sleep, which shows in whether the thread has a processor while it is looked at.
final class Idleness {
  private static final Pattern DEVICES = Pattern.compile("(sun\\.nio|java\\.io|java\\.net)\\..*");
  private static final String C = "dev.terrarium.capi.";
  private static final Set<String> PARKED =
      Set.of(
          "jdk.internal.misc.Unsafe.park",
          "java.lang.VirtualThread.park",
          "java.lang.VirtualThread.parkNanos",
          "java.lang.VirtualThread.sleepNanos",
          "java.lang.VirtualThread.yieldContinuation",
          "java.lang.Object.wait0",
          "java.lang.Thread.sleepNanos0");

  /// The shortest time in which a processor's work shows.
  private static final long SHORTEST_NANOS = 50_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Thread, Clock> clocks = new HashMap<>();

  /// When a thread had had how much of a processor.
  private record Clock(long processor, long wall) {}

  /// Begins to look at a thread.
  void begin(Thread thread) {
    clocks.put(thread, read(thread));
  }

  /// Ends a look at all threads.
  void end() {
    clocks.clear();
  }

  /// Whether a thread waits.
  ///
  /// @param top its innermost frame
  boolean isIdle(Thread thread, StackTraceElement top) {
    if (PARKED.contains(top.getClassName() + "." + top.getMethodName())
        || thread.getState() == Thread.State.BLOCKED) {
      return true;
    }
    return isBelowSight(top) && !hasProcessor(thread);
  }

  /// Whether the thread is where Java and Python cannot see.
  private static boolean isBelowSight(StackTraceElement top) {
    return Frame.isPython(top)
        || top.getClassName().startsWith(C)
        || (top.isNativeMethod() && DEVICES.matcher(top.getClassName()).matches());
  }

  private boolean hasProcessor(Thread thread) {
    var before = clocks.computeIfAbsent(thread, this::read);
    if (before.processor < 0) {
      return true;
    }
    for (long left = SHORTEST_NANOS - (System.nanoTime() - before.wall);
        left > 0;
        left = SHORTEST_NANOS - (System.nanoTime() - before.wall)) {
      LockSupport.parkNanos(left);
    }
    var now = read(thread);
    return 2 * (now.processor - before.processor) > now.wall - before.wall;
  }

  /// Reads both clocks; a virtual thread has none of its own.
  private Clock read(Thread thread) {
    long processor = thread.isVirtual() ? -1 : threads.getThreadCpuTime(thread.threadId());
    return new Clock(processor, System.nanoTime());
  }
}
