package dev.terrarium.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What a thread of this process allocates on the Java heap from now on.
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long thread;
  private final long before;

  /// @param name what the thread's name begins with; it has to be there
  Allocation(String name) {
    thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().startsWith(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no thread " + name))
            .threadId();
    before = THREADS.getThreadAllocatedBytes(thread);
  }

  /// How many bytes it has allocated since; negative if it has ended.
  long since() {
    long now = THREADS.getThreadAllocatedBytes(thread);
    return now < 0 ? -1 : now - before;
  }
}
