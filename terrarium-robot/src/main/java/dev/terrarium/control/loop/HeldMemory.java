package dev.terrarium.control.loop;

import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Memory that is freed when the last of those who hold it lets go of it.
///
/// Whoever makes it holds it. One who forgets to let go frees it when nobody has it any more.
final class HeldMemory {
  private static final Cleaner CLEANER =
      Cleaner.create(Thread.ofPlatform().daemon().name("terrarium-control-memory").factory());

  private final Arena arena = Arena.ofShared();
  private final Cleaner.Cleanable freed = CLEANER.register(this, arena::close);
  private final AtomicInteger holders = new AtomicInteger(1);
  private final AtomicBoolean isOwned = new AtomicBoolean(true);

  /// Returns where it is taken from.
  Arena arena() {
    return arena;
  }

  /// Holds it, until [#letGo]; returns whether it is still there.
  boolean hold() {
    int now = holders.get();
    while (now > 0 && !holders.compareAndSet(now, now + 1)) {
      now = holders.get();
    }
    return now > 0;
  }

  /// Lets go of it, once for each that holds it.
  void letGo() {
    if (holders.decrementAndGet() == 0) {
      freed.clean();
    }
  }

  /// Lets go of it as the one who made it; more than once is as once.
  void release() {
    if (isOwned.compareAndSet(true, false)) {
      letGo();
    }
  }
}
