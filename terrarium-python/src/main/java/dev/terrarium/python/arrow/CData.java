package dev.terrarium.python.arrow;

import dev.terrarium.capi.FunctionPointer;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Arrow's C data interface by address, for what lends or takes tables in this process and is not
/// Python.
///
/// Whoever calls owns the proof that an address is that of such a struct. Python's tables come and
/// go by themselves, as [ArrowTable]; an interpreter must be open for this as well, since its
/// allocator is used.
public final class CData {
  private CData() {}

  /// Reads a stream to its end as a table, and releases it. The batches are not copied.
  ///
  /// @param stream an `ArrowArrayStream`, which stays the caller's and is released
  /// @param where runs what gives a batch's memory back to its producer
  /// @throws UncheckedIOException when the stream fails, with its words
  public static ArrowTable takeStream(long stream, Executor where) {
    if (Memory.getLong(stream + Structs.STREAM_RELEASE) == 0) {
      throw new IllegalStateException(
          "the Arrow stream was used already: it is read once, so ask its producer for another");
    }
    List<Node> nodes = new ArrayList<>();
    List<Holder> holders = new ArrayList<>();
    try {
      ArrowField root = schema(stream);
      for (Taken taken; (taken = next(stream, where)) != null; ) {
        holders.add(taken.holder());
        nodes.add(taken.node());
      }
      return table(root, nodes, holders);
    } catch (RuntimeException failed) {
      holders.forEach(Holder::release);
      throw failed;
    } finally {
      releaseStream(stream);
    }
  }

  /// Takes an array as a table of one batch: its columns where it is a structure, and itself as the
  /// only column where it is not. It is not copied.
  ///
  /// @param schema an `ArrowSchema`, which stays the caller's and is read
  /// @param array an `ArrowArray`, whose content is taken; the caller's is marked as released
  /// @param where runs what gives the memory back to its producer
  public static ArrowTable takeArray(long schema, long array, Executor where) {
    if (Memory.getLong(array + Structs.ARRAY_RELEASE) == 0) {
      throw new IllegalStateException(
          "the Arrow array was released already: its producer must keep it until it is taken");
    }
    ArrowField root = Schemas.read(schema);
    long moved = PyMem.PyMem_RawMalloc(Structs.ARRAY_SIZE);
    for (long at = 0; at < Structs.ARRAY_SIZE; at += 8) {
      Memory.putLong(moved + at, Memory.getLong(array + at));
    }
    Memory.putLong(array + Structs.ARRAY_RELEASE, 0);
    Taken taken = taken(moved, where);
    return table(root, List.of(taken.node()), List.of(taken.holder()));
  }

  /// Fills an `ArrowArrayStream` with the batches of a table.
  ///
  /// @throws IllegalStateException when the table was closed
  public static void lendStream(ArrowTable table, long stream) {
    table.lifetime().checkOpen();
    List<Holder> retained = new ArrayList<>();
    try {
      for (int i = 0; i < table.batches().size(); i++) {
        Holder holder = table.holder(i);
        holder.retain();
        retained.add(holder);
      }
    } catch (IllegalStateException closed) {
      retained.forEach(Holder::release);
      throw closed;
    }
    List<Node> nodes = table.batches().stream().map(ArrowBatch::node).toList();
    LentStream.write(stream, table.root(), nodes, retained);
  }

  /// Fills an `ArrowArray` with one batch.
  ///
  /// @throws IllegalStateException when its table was closed
  public static void lendArray(ArrowBatch batch, long array) {
    ArrowTable table = batch.table();
    table.lifetime().checkOpen();
    LentArray.write(array, batch.node(), table.holder(table.batches().indexOf(batch)));
  }

  /// A column over memory that is not copied, and must stay as it is until `released` runs, on any
  /// thread.
  ///
  /// @param type one whose values have a fixed size
  /// @param address of the first value
  public static NewColumn columnOver(
      String name, ArrowType type, long address, long rows, Runnable released) {
    return NewColumn.over(name, type, address, rows, released);
  }

  /// Fills an `ArrowSchema` with the columns' names and types.
  public static void lendSchema(ArrowTable table, long schema) {
    Schemas.write(schema, table.root());
  }

  /// Releases an `ArrowSchema` that is not released yet.
  public static void releaseSchema(long schema) {
    Schemas.release(schema);
  }

  /// Releases an `ArrowArray` that is not released yet.
  public static void releaseArray(long array) {
    LentArray.release(array);
  }

  /// Releases an `ArrowArrayStream` that is not released yet.
  public static void releaseStream(long stream) {
    long release = Memory.getLong(stream + Structs.STREAM_RELEASE);
    if (release != 0) {
      long _ = FunctionPointer.call(release, stream);
    }
  }

  /// The bytes that an `ArrowSchema` takes.
  public static long schemaSize() {
    return Structs.SCHEMA_SIZE;
  }

  /// The bytes that an `ArrowArray` takes.
  public static long arraySize() {
    return Structs.ARRAY_SIZE;
  }

  /// The bytes that an `ArrowArrayStream` takes.
  public static long streamSize() {
    return Structs.STREAM_SIZE;
  }

  /// How many structs of ours others hold at this moment.
  public static int lent() {
    return LentArray.out() + LentStream.out();
  }

  private static ArrowTable table(ArrowField root, List<Node> nodes, List<Holder> holders) {
    if (root.type() instanceof ArrowType.Struct) {
      return new ArrowTable(root, nodes, holders);
    }
    ArrowField wrapped = ArrowField.of("", new ArrowType.Struct(List.of(root)));
    List<Node> structs =
        nodes.stream().map(node -> Node.struct(node.length(), List.of(node))).toList();
    return new ArrowTable(wrapped, structs, holders);
  }

  private static ArrowField schema(long stream) {
    long schema = Schemas.allocate(Structs.SCHEMA_SIZE);
    try {
      check(stream, Memory.getLong(stream + Structs.STREAM_GET_SCHEMA), schema);
      try {
        return Schemas.read(schema);
      } finally {
        Schemas.release(schema);
      }
    } finally {
      PyMem.PyMem_RawFree(schema);
    }
  }

  /// A batch that was taken.
  private record Taken(Node node, Holder holder) {}

  private static @Nullable Taken next(long stream, Executor where) {
    long array = Schemas.allocate(Structs.ARRAY_SIZE);
    Memory.putLong(array + Structs.ARRAY_RELEASE, 0);
    try {
      check(stream, Memory.getLong(stream + Structs.STREAM_GET_NEXT), array);
    } catch (UncheckedIOException failed) {
      PyMem.PyMem_RawFree(array);
      throw failed;
    }
    if (Memory.getLong(array + Structs.ARRAY_RELEASE) == 0) {
      PyMem.PyMem_RawFree(array);
      return null;
    }
    return taken(array, where);
  }

  private static Taken taken(long array, Executor where) {
    Runnable release =
        () -> {
          LentArray.release(array);
          PyMem.PyMem_RawFree(array);
        };
    return new Taken(Node.read(array), new Holder(release, where));
  }

  private static void check(long stream, long function, long out) {
    int error = (int) FunctionPointer.call(function, stream, out);
    if (error != 0) {
      long text =
          FunctionPointer.call(Memory.getLong(stream + Structs.STREAM_GET_LAST_ERROR), stream);
      throw new UncheckedIOException(
          new IOException(
              "the stream of a table failed with error %d: %s"
                  .formatted(error, text == 0 ? "no more is known" : Memory.getString(text))));
    }
  }
}
