package dev.terrarium.bus.parameter;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Does things in the order in which they were put in, one at a time.
///
/// The thread that puts one in does it, unless another is at it, which then does that as well. So
/// nobody waits here, and a subscriber that sets a parameter while it is told of one blocks nobody.
final class Announcer {
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock busy = new ReentrantLock();

  /// Takes a turn; called in the order that is to hold.
  void add(Runnable announcement) {
    waiting.add(announcement);
  }

  /// Does what waits.
  void run() {
    while (!waiting.isEmpty() && !busy.isHeldByCurrentThread() && busy.tryLock()) {
      try {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
          next.run();
        }
      } finally {
        busy.unlock();
      }
    }
  }
}
