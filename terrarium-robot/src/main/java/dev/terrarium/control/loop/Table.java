package dev.terrarium.control.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.terrarium.os.FileMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows in memory outside the heap, written by one thread and read by anybody, none of whom waits.
///
/// ```
///   The writer of row r           A reader of row r
///   before = 2 r + 1              after == 2 r + 2 ?   no: it is not there, or not any more
///   - stores stay below -         - loads stay below -
///   the numbers                   the numbers
///   - stores stay above -         - loads stay above -
///   after  = 2 r + 2              before == 2 r + 2 ?  no: it was written meanwhile
///   before = 2 r + 2
/// ```
///
/// Row r lies where row r + n lies that comes n rows later. A reader who sees any number of that
/// row sees its `before` too, and throws away what he has copied. The writer never looks at a
/// reader. The layout is told by `docs/reference/state-board.md`, and by the header itself.
///
/// A table with [HeldMemory] is there until that is freed; whoever reads it meanwhile holds it. The
/// memory of others is freed, and their file unmapped, when nobody has the table any more.
final class Table {
  static final int VERSION = 1;

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ORDER);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ORDER);
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE.withOrder(ORDER);
  private static final VarHandle ORDERED = LONG.varHandle();

  private static final int HEADER = 64;
  private static final int DESCRIPTION = 32;
  private static final int NAME = 20;
  private static final long WRITTEN = 48;

  /// What a table is, and how large.
  ///
  /// @param magic eight characters
  record Shape(String magic, Layout layout, int rows) {
    /// Where the first row lies.
    long first() {
      long end = HEADER + (long) DESCRIPTION * layout.columns().size();
      return (end + HEADER - 1) / HEADER * HEADER;
    }

    long bytes() {
      return first() + (long) rows * layout.bytes();
    }
  }

  private final MemorySegment memory;
  private final @Nullable HeldMemory held;
  private final Shape shape;
  private final Layout layout;
  private final int rows;
  private final long first;
  private final long size;
  private final long after;

  /// How many rows have been written; the writer's own.
  private long count;

  /// How many rows had been written when its owner released it; -1 before.
  private volatile long end = -1;

  private Table(MemorySegment memory, @Nullable HeldMemory held, Shape shape) {
    this.memory = memory;
    this.held = held;
    this.shape = shape;
    layout = shape.layout();
    rows = shape.rows();
    first = shape.first();
    size = layout.bytes();
    after = layout.last();
  }

  /// Makes one, empty, that is there as long as somebody has it.
  ///
  /// @param file where others find it; what is there is replaced, so that who has it mapped keeps
  ///   it
  static Table create(Shape shape, Optional<Path> file) {
    return create(shape, file, Arena.ofAuto(), null);
  }

  /// Makes one, empty, that is there until it is released and nobody holds it.
  ///
  /// @see #create(Shape, Optional)
  static Table createHeld(Shape shape, Optional<Path> file) {
    var held = new HeldMemory();
    return create(shape, file, held.arena(), held);
  }

  private static Table create(
      Shape shape, Optional<Path> file, Arena arena, @Nullable HeldMemory held) {
    MemorySegment memory =
        file.isPresent()
            ? newFile(file.get(), shape.bytes(), arena)
            : newMemory(shape.bytes(), arena);
    var table = new Table(memory, held, shape);
    table.memory.fill((byte) 0); // Every page is there before the first cycle.
    table.describe();
    return table;
  }

  private static MemorySegment newMemory(long bytes, Arena arena) {
    try {
      return arena.allocate(bytes, HEADER);
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          "there is no memory of %d bytes for a loop to publish in: expected fewer rows, or more memory"
              .formatted(bytes),
          e);
    }
  }

  private static MemorySegment newFile(Path file, long bytes, Arena arena) {
    try {
      Files.deleteIfExists(file);
      try (FileChannel channel =
          FileChannel.open(file, Set.of(READ, WRITE, CREATE_NEW), forItsOwnerAlone(file))) {
        requireSpace(file, bytes); // Without it, writing to what is mapped is an error of the JVM.
        return FileMemory.map(channel, bytes, arena);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be made for a loop to publish in: expected a folder that can be written, with %d bytes free"
              .formatted(file, bytes),
          e);
    }
  }

  private static void requireSpace(Path file, long bytes) throws IOException {
    long free = Files.getFileStore(file).getUsableSpace();
    if (free < bytes) {
      Files.delete(file);
      throw new IOException("%d bytes are free".formatted(free));
    }
  }

  private static FileAttribute<?>[] forItsOwnerAlone(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /// Opens one that a loop has made, to read it.
  static Table open(Path file, String magic, LayoutOf layoutOf) {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      MemorySegment memory = FileMemory.mapToRead(channel, Arena.ofAuto());
      if (memory.byteSize() < HEADER || !magic.equals(text(memory, 0, magic.length()))) {
        throw new IllegalArgumentException(
            "%s does not begin with %s: expected a file that a loop publishes in"
                .formatted(file, magic));
      }
      Layout layout = layoutOf.of(memory.get(INT, 24), memory.get(INT, 28));
      var shape = new Shape(magic, layout, memory.get(INT, 40));
      if (memory.get(INT, 8) != VERSION || shape.rows() < 1 || memory.byteSize() != shape.bytes()) {
        throw new IllegalArgumentException(
            "%s is version %d with %d bytes: expected version %d with %d"
                .formatted(file, memory.get(INT, 8), memory.byteSize(), VERSION, shape.bytes()));
      }
      return new Table(memory, null, shape);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " cannot be read: expected a file that a loop publishes in", e);
    }
  }

  /// Where the numbers lie for so many joints and numbers of a controller's own.
  interface LayoutOf {
    Layout of(int joints, int extras);
  }

  private void describe() {
    memory.set(INT, 8, VERSION);
    memory.set(INT, 12, (int) first);
    memory.set(LONG, 16, shape.bytes());
    memory.set(INT, 24, layout.joints());
    memory.set(INT, 28, layout.extras());
    memory.set(INT, 32, layout.columns().size());
    memory.set(INT, 36, (int) size);
    memory.set(INT, 40, rows);
    long at = HEADER;
    for (Column column : layout.columns()) {
      put(at, Layout.name(column));
      memory.set(INT, at + NAME, Layout.type(column));
      memory.set(INT, at + NAME + 4, layout.offset(column));
      memory.set(INT, at + NAME + 8, layout.count(column));
      at += DESCRIPTION;
    }
    VarHandle.releaseFence(); // Who sees the magic sees the rest.
    put(0, shape.magic());
  }

  private void put(long at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
  }

  private static String text(MemorySegment memory, long at, int length) {
    return new String(memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE), US_ASCII);
  }

  /// Returns where its columns lie.
  Layout layout() {
    return layout;
  }

  /// Returns how many rows it keeps.
  int rows() {
    return rows;
  }

  /// Keeps it there until [#letGo]; returns whether it is still there.
  boolean hold() {
    return held == null || held.hold();
  }

  void letGo() {
    if (held != null) {
      held.letGo();
    }
  }

  /// Is there no longer than somebody holds it; nothing is written any more.
  void release() {
    if (held != null && end < 0 && hold()) {
      end = written();
      letGo();
      held.release();
    }
  }

  /// Begins the next row; returns where it lies.
  long begin() {
    long row = place(count);
    ORDERED.setOpaque(memory, row, 2 * count + 1);
    VarHandle.storeStoreFence();
    return row;
  }

  /// Ends the row that was begun: from here on readers find it.
  void commit() {
    long row = place(count);
    ORDERED.setRelease(memory, row + after, 2 * count + 2);
    ORDERED.setRelease(memory, row, 2 * count + 2);
    count++;
    ORDERED.setRelease(memory, WRITTEN, count);
  }

  /// Returns how many rows have been written, also when it is not there any more.
  long written() {
    if (end >= 0 || !hold()) {
      return end;
    }
    try {
      return (long) ORDERED.getAcquire(memory, WRITTEN);
    } finally {
      letGo();
    }
  }

  /// Where a row lies, in the header's bytes and on.
  long place(long row) {
    return first + row % rows * size;
  }

  /// Whether a row is there, and can be copied.
  boolean isThere(long row) {
    return (long) ORDERED.getAcquire(memory, place(row) + after) == 2 * row + 2;
  }

  /// Whether a row was there all the time since [#isThere] was asked.
  boolean wasThere(long row) {
    VarHandle.acquireFence();
    return (long) ORDERED.getOpaque(memory, place(row)) == 2 * row + 2;
  }

  long getLong(long row, Column column) {
    return memory.get(LONG, row + layout.offset(column));
  }

  double getDouble(long row, Column column) {
    return memory.get(DOUBLE, row + layout.offset(column));
  }

  void getDoubles(long row, Column column, double[] into) {
    long at = row + layout.offset(column);
    MemorySegment.copy(memory, DOUBLE, at, into, 0, into.length);
  }

  void setLong(long row, Column column, long value) {
    memory.set(LONG, row + layout.offset(column), value);
  }

  void setDouble(long row, Column column, int index, double value) {
    memory.set(DOUBLE, row + layout.offset(column) + (long) Double.BYTES * index, value);
  }

  void setDoubles(long row, Column column, double[] values) {
    long at = row + layout.offset(column);
    MemorySegment.copy(values, 0, memory, DOUBLE, at, values.length);
  }
}
