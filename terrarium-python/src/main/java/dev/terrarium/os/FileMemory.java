package dev.terrarium.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/// A file's memory, as segments of the class that all other memory outside the heap has.
///
/// Java has a class of its own for what is mapped. Code that was compiled while it saw the one is
/// compiled anew when the other comes, which whoever must not wait has to wait for.
public final class FileMemory {
  private FileMemory() {}

  /// Maps a whole file, to read and write it.
  ///
  /// @param bytes its size; a smaller file grows
  /// @throws IOException if it cannot be mapped
  public static MemorySegment map(FileChannel file, long bytes, Arena arena) throws IOException {
    return plain(file.map(MapMode.READ_WRITE, 0, bytes, arena), arena);
  }

  /// Maps a whole file, to read it.
  ///
  /// @throws IOException if it cannot be mapped
  public static MemorySegment mapToRead(FileChannel file, Arena arena) throws IOException {
    return plain(file.map(MapMode.READ_ONLY, 0, file.size(), arena), arena).asReadOnly();
  }

  @SuppressWarnings("restricted") // As long, and as long there, as what was mapped.
  private static MemorySegment plain(MemorySegment mapped, Arena arena) {
    return MemorySegment.ofAddress(mapped.address()).reinterpret(mapped.byteSize(), arena, null);
  }
}
