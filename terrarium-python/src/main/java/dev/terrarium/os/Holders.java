package dev.terrarium.os;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Those who hold something that the process has once: the first has it granted, and the last gives
/// it back.
final class Holders {
  private final ReentrantLock order = new ReentrantLock();
  private int count;

  /// One of them, if it was granted.
  ///
  /// @param attempt what came of asking
  record Holder(Attempt attempt, AtomicBoolean isHeld) {}

  /// Asks for it, whoever has it already.
  Holder add(Supplier<Attempt> ask) {
    order.lock();
    try {
      Attempt attempt = ask.get();
      if (attempt.isGranted()) {
        count++;
      }
      return new Holder(attempt, new AtomicBoolean(attempt.isGranted()));
    } finally {
      order.unlock();
    }
  }

  /// Has one hold it no longer; doing so again does nothing.
  ///
  /// @param giveBack what is done after the last
  void remove(Holder holder, Runnable giveBack) {
    if (!holder.isHeld.compareAndSet(true, false)) {
      return;
    }
    order.lock();
    try {
      count--;
      if (count == 0) {
        giveBack.run();
      }
    } finally {
      order.unlock();
    }
  }

  /// Whether there is one; asked in what [#add] is given.
  boolean areThere() {
    return count > 0;
  }
}
