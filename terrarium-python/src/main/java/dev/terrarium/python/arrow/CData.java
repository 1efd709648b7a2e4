package dev.terrarium.python.arrow;

import dev.terrarium.capi.FunctionPointer;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import java.util.List;
import java.util.concurrent.Executor;

/// Arrow's C data interface by address, for what lends or takes tables in this process and is not
/// Python.
///
/// Whoever calls owns the proof that an address is that of such a struct. Python's tables come and
/// go by themselves, as [ArrowTable]; an interpreter must be open for this as well, since its
/// allocator is used.
public final class CData {
  private CData() {}

  /// How a producer wants to be treated.
  ///
  /// @param calls runs what calls the producer, and returns when it has run
  /// @param releases runs what gives a batch's memory back, now or later
  public record Producer(Executor calls, Executor releases) {}

  /// Reads a stream batch by batch, without copying.
  ///
  /// @param stream an `ArrowArrayStream`, whose content is taken; the caller's is marked as
  ///   released
  public static ArrowStream openStream(long stream, Producer producer) {
    return StructSource.open(stream, producer);
  }

  /// A stream of what a source has, whose columns a struct tells.
  ///
  /// @param schema an `ArrowSchema`, which stays the caller's and is read
  public static ArrowStream openStream(long schema, BatchSource source) {
    return new ArrowStream(tableOf(Schemas.read(schema)), source);
  }

  /// A stream of the batches of a table, which belongs to the stream from now on.
  public static ArrowStream streamOf(ArrowTable table) {
    return new ArrowStream(table.root(), new IteratorSource(List.of(table).iterator()));
  }

  /// Reads a stream to its end as a table, and releases it. The batches are not copied.
  ///
  /// @param stream an `ArrowArrayStream`, whose content is taken; the caller's is marked as
  ///   released
  /// @param where runs what gives a batch's memory back to its producer
  /// @throws java.io.UncheckedIOException when the stream fails, with its words
  public static ArrowTable takeStream(long stream, Executor where) {
    try (ArrowStream opened = openStream(stream, new Producer(Runnable::run, where))) {
      return opened.readAll();
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
    return taken(root, moved, where);
  }

  /// Fills an `ArrowArrayStream` with the batches of a table.
  ///
  /// @throws IllegalStateException when the table was closed
  public static void lendStream(ArrowTable table, long stream) {
    table.lifetime().checkOpen();
    LentStream.write(stream, table.root(), LentBatches.of(table), Runnable::run);
  }

  /// Fills an `ArrowArrayStream` with the batches that a stream still has, and ends the stream when
  /// the struct is released.
  ///
  /// @param here runs what makes a batch on a thread that C code calls on, and returns when it has
  /// @throws IllegalStateException when the stream was closed, or given away before
  public static void lendStream(ArrowStream batches, long stream, Executor here) {
    batches.lend();
    LentStream.write(stream, batches.root(), LentBatches.of(batches), here);
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

  /// Fills an `ArrowSchema` with the columns' names and types.
  public static void lendSchema(ArrowStream stream, long schema) {
    Schemas.write(schema, stream.root());
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

  /// How many tables, and batches of streams, nobody in Java has closed.
  public static int open() {
    return Lifetime.open();
  }

  /// How many structs of ours others hold at this moment.
  public static int lent() {
    return LentArray.out() + LentStream.out();
  }

  /// The columns of a table: those of a structure, and else the field as the only one.
  static ArrowField tableOf(ArrowField root) {
    return root.type() instanceof ArrowType.Struct
        ? root
        : ArrowField.of("", new ArrowType.Struct(List.of(root)));
  }

  /// A table of one batch, whose struct lies in a block that is freed with it.
  ///
  /// @param root what the struct's values are
  static ArrowTable taken(ArrowField root, long array, Executor where) {
    Runnable release =
        () -> {
          LentArray.release(array);
          PyMem.PyMem_RawFree(array);
        };
    Holder holder = new Holder(release, LentArray.isOurs(array) ? Runnable::run : where);
    try {
      Node node = Node.read(array, root);
      boolean whole = root.type() instanceof ArrowType.Struct;
      Node struct = whole ? node : Node.struct(node.length(), List.of(node));
      return new ArrowTable(tableOf(root), List.of(struct), List.of(holder));
    } catch (Throwable refused) {
      holder.release();
      throw refused;
    }
  }
}
