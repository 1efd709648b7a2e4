package dev.terrarium.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;

/// What a thread of this process allocates on the Java heap from now on.
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long thread;
  private final long before;

  private Allocation(long thread) {
    this.thread = thread;
    before = THREADS.getThreadAllocatedBytes(thread);
  }

  /// Begins with a thread; empty if it has ended.
  ///
  /// @param name what the thread's name begins with
  static Optional<Allocation> of(String name) {
    var threads = new Thread[2 * Thread.activeCount() + 16];
    int count = Thread.enumerate(threads); // Which stops nobody, as a dump of threads does.
    return Arrays.stream(threads, 0, count)
        .filter(each -> each.getName().startsWith(name))
        .findFirst()
        .map(found -> new Allocation(found.threadId()));
  }

  /// How many bytes it has allocated since; negative if it has ended.
  long since() {
    long now = THREADS.getThreadAllocatedBytes(thread);
    return now < 0 ? -1 : now - before;
  }
}
