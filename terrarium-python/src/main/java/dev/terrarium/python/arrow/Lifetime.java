package dev.terrarium.python.arrow;

import dev.terrarium.capi.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// How long Java may read a table: until it is closed, by the user or when the collector has found
/// it. What reads after that gets an exception, whoever still holds the memory.
final class Lifetime {
  private static final Cleaner CLEANER = Cleaner.create();

  /// How many tables, and batches of streams, nobody has closed.
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final Arena arena = Arena.ofShared();
  private final Cleaner.Cleanable cleanable;
  private final End end;
  private final AtomicBoolean closed;

  /// @param owner who lets go of the holders when it is collected
  Lifetime(Object owner, List<Holder> holders) {
    this.end = new End(arena, List.copyOf(holders), new AtomicBoolean());
    this.closed = end.closed;
    this.cleanable = CLEANER.register(owner, end);
    OPEN.incrementAndGet();
  }

  static int open() {
    return OPEN.get();
  }

  MemorySegment view(long address, long size) {
    checkOpen();
    return Memory.view(address, size, arena).asReadOnly();
  }

  void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this table was closed");
    }
  }

  /// @throws IllegalStateException while an operation of Java's that has not ended uses the memory
  void close() {
    end.run();
    cleanable.clean();
  }

  private record End(Arena arena, List<Holder> holders, AtomicBoolean closed) implements Runnable {
    @Override
    public void run() {
      synchronized (closed) {
        if (closed.get()) {
          return;
        }
        Memory.end(arena); // Refuses while memory is in use, and then nothing has happened.
        closed.set(true);
      }
      OPEN.decrementAndGet();
      holders.forEach(Holder::release);
    }
  }
}
