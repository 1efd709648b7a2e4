package dev.terrarium.python;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What was let go by threads without the GIL, to be released by the next thread that takes it.
///
/// Waiting for the GIL where a reference is closed, or in the collector's cleaner, could wait for
/// ever.
final class Releases {
  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  /// Leaves work that needs the GIL.
  void run(Runnable work) {
    queue.add(work);
    pending.incrementAndGet();
  }

  /// Does what was left, with the GIL held.
  void drain() {
    if (pending.get() != 0) {
      for (Runnable work; (work = queue.poll()) != null; ) {
        pending.decrementAndGet();
        work.run();
      }
    }
  }

  int pending() {
    return pending.get();
  }
}
