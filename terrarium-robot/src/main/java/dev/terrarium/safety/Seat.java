package dev.terrarium.safety;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// One listener, and what it has not been told yet.
final class Seat {
  private final SafetyListener listener;
  private final boolean first;
  private final Queue<News<?>> news = new ConcurrentLinkedQueue<>();

  /// How much there is to tell; whoever makes it positive tells all of it.
  private final AtomicInteger untold = new AtomicInteger();

  private volatile boolean taken = true;

  /// @param first whether it is told before those that are not
  Seat(SafetyListener listener, boolean first) {
    this.listener = listener;
    this.first = first;
  }

  boolean isFirst() {
    return first;
  }

  void note(News<?> item) {
    news.add(item);
  }

  void leave() {
    taken = false;
  }

  /// Tells what is noted, or leaves it to the thread that is at it.
  void tell() {
    if (untold.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (var item = news.poll(); item != null; item = news.poll()) {
        tell(item);
      }
      seen = untold.addAndGet(-seen);
    } while (seen != 0);
  }

  private void tell(News<?> item) {
    if (!taken) {
      return;
    }
    try {
      item.tell(listener);
    } catch (Throwable e) { // Whatever a listener does, the others are told.
      Journal.log(
          Level.ERROR,
          () -> "A listener of safety, " + listener.getClass().getName() + ", has thrown",
          e);
    }
  }
}
