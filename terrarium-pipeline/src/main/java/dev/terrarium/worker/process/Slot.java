package dev.terrarium.worker.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Memory that a worker process has made and shares with this JVM; it has no name, and is gone when
/// both have let it go.
///
/// A slot belongs to one side, which decides what it is used for next. It is counted who uses it
/// here: values, and for a slot of the JVM's also the worker.
final class Slot {
  private final int number;
  private final ByteBuffer memory;
  private final IntConsumer onFree;
  private final AtomicInteger users = new AtomicInteger();

  private Slot(int number, ByteBuffer memory, IntConsumer onFree) {
    this.number = number;
    this.memory = memory;
    this.onFree = onFree;
  }

  /// Maps memory of a process.
  ///
  /// @param descriptor that of the process
  /// @param onFree takes the number when nobody here uses it any more; on any thread
  static Slot map(long process, int descriptor, int number, long capacity, IntConsumer onFree)
      throws IOException {
    var file = Path.of("/proc/" + process + "/fd/" + descriptor);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Slot(number, channel.map(FileChannel.MapMode.READ_WRITE, 0, capacity), onFree);
    }
  }

  int number() {
    return number;
  }

  int capacity() {
    return memory.capacity();
  }

  /// Returns a part of it; an exception says that there is no such part.
  ByteBuffer part(int offset, int size) {
    return memory.slice(offset, size);
  }

  boolean isFree() {
    return users.get() == 0;
  }

  void use() {
    users.incrementAndGet();
  }

  void leave() {
    if (users.decrementAndGet() == 0) {
      onFree.accept(number);
    }
  }
}
