package dev.terrarium.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Memory that a worker process has made and shares with this JVM; it has no name, and is gone when
/// both have let it go.
///
/// A slot belongs to one side, which decides what it is used for next. It is counted how many
/// values here use it, and of a slot of the JVM's how often it is lent to the worker.
final class Slot {
  /// The most that a slot may hold, as in `terrarium._memory`: memory is mapped, and costs nothing
  /// until it is written to.
  static final long LARGEST = 1L << 36;

  private static final long PIECE = 1L << 30;

  private final int number;
  private final FileChannel file;
  private final MemorySegment memory;
  private final IntConsumer onFree;
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicInteger loans = new AtomicInteger();
  private volatile boolean isRetired;
  private boolean isClear;
  private long used;

  private Slot(int number, FileChannel file, MemorySegment memory, IntConsumer onFree) {
    this.number = number;
    this.file = file;
    this.memory = memory;
    this.onFree = onFree;
  }

  /// Maps memory of a process.
  ///
  /// @param descriptor that of the process
  /// @param onFree takes the number when nobody here uses it any more; on any thread
  static Slot map(long process, int descriptor, int number, long capacity, IntConsumer onFree)
      throws IOException {
    var path = Path.of("/proc/" + process + "/fd/" + descriptor);
    var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      var memory = file.map(FileChannel.MapMode.READ_WRITE, 0, capacity, Arena.ofAuto());
      return new Slot(number, file, memory, onFree);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  int number() {
    return number;
  }

  long capacity() {
    return memory.byteSize();
  }

  /// Returns a part of it; an exception says that there is no such part.
  ByteBuffer part(long offset, int size) {
    return memory.asSlice(offset, size).asByteBuffer();
  }

  /// Returns all of it, in pieces that a buffer can hold, which lie one behind the other.
  List<ByteBuffer> pieces() {
    var pieces = new ArrayList<ByteBuffer>();
    for (long at = 0; at < capacity(); at += PIECE) {
      pieces.add(part(at, (int) Math.min(PIECE, capacity() - at)));
    }
    return pieces;
  }

  /// Copies what another one holds, which is not larger.
  void copy(Slot other) {
    memory.copyFrom(other.memory);
  }

  boolean isFree() {
    return users.get() == 0 && loans.get() == 0;
  }

  /// A value here begins to use it.
  void use() {
    users.incrementAndGet();
  }

  /// A value here does not use it any more; on any thread.
  void leave() {
    if (users.decrementAndGet() == 0) {
      if (isRetired) {
        letGo();
      }
      onFree.accept(number);
    }
  }

  /// Whether one array of one value here lies in it, and the worker has nothing of it.
  boolean hasOneUser() {
    return users.get() == 1 && loans.get() == 0;
  }

  /// The worker is given a value that lies in it.
  ///
  /// @param request when
  synchronized void lend(long request) {
    loans.incrementAndGet();
    used = request;
    isClear = false;
  }

  /// The worker does not use it any more.
  void takeBack() {
    loans.decrementAndGet();
  }

  /// Returns when it was lent last.
  synchronized long used() {
    return used;
  }

  /// Returns how much memory nobody uses that the system has not got back.
  synchronized long held() {
    return isFree() && !isClear ? capacity() : 0;
  }

  /// Gives the system its pages back, if it is free, and no request since one has used it. What it
  /// held is gone then. On any thread: it is not lent meanwhile.
  synchronized void clearSince(long request) {
    if (!isClear && isFree() && used <= request) {
      isClear = true;
      try {
        clear();
      } catch (IOException e) {
        if (file.isOpen()) { // Else the worker has gone, and the memory goes with the mapping.
          throw new UncheckedIOException("Shared memory cannot be given back", e);
        }
      }
    }
  }

  /// It is as long afterwards as before, for whoever reads it in spite of all, but holds zeros.
  private void clear() throws IOException {
    file.truncate(0);
    int _ = file.write(ByteBuffer.allocate(1), capacity() - 1);
  }

  /// The worker has gone: the memory is let go when no value here uses it any more.
  void retire() {
    isRetired = true;
    if (users.get() == 0) {
      letGo();
    }
  }

  /// The mapping stays until the collector finds it; there is next to nothing left behind it.
  private void letGo() {
    try (file) {
      if (file.isOpen()) {
        clear();
      }
    } catch (IOException e) {
      // Another thread has just done the same.
    }
  }
}
