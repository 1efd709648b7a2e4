package dev.terrarium.python.arrow;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// What keeps a batch's memory alive: Java's table, and every struct that others were given over
/// it.
///
/// The last to let go releases the memory, once.
final class Holder {
  private final Runnable release;
  private final Executor where;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// @param release gives the memory back
  /// @param where on which thread, and when: a producer may need the GIL for it
  Holder(Runnable release, Executor where) {
    this.release = release;
    this.where = where;
  }

  /// A holder of memory that anybody may free at once.
  static Holder of(Runnable release) {
    return new Holder(release, Runnable::run);
  }

  /// One more, while there is one.
  ///
  /// @throws IllegalStateException when the memory was released
  void retain() {
    int seen;
    do {
      seen = holders.get();
      if (seen == 0) {
        throw new IllegalStateException("this table was closed, and its memory released");
      }
    } while (!holders.compareAndSet(seen, seen + 1));
  }

  /// One less.
  void release() {
    if (holders.decrementAndGet() == 0) {
      where.execute(release);
    }
  }
}
