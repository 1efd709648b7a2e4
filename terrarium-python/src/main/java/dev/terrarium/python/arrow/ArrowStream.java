package dev.terrarium.python.arrow;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/// Batches of rows over the same columns that come one by one: what is not asked for is not made.
///
/// The columns are known before the first batch. A batch is asked of its producer when it is wanted
/// and lives until it is closed, whatever becomes of the stream; so a stream of any length needs
/// the memory of the batches in use. What the producer raises is thrown by [#hasNext] or [#next]
/// and ends the stream. Close it, from any thread: that ends the producer wherever it stands. The
/// collector closes what was forgotten. One thread at a time reads.
///
/// Given to Python it is an object that PyArrow, Polars and pandas read as a stream, once.
public final class ArrowStream implements Iterator<ArrowBatch>, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ArrowField root;
  private final Feed feed;
  private final Cleaner.Cleanable cleanable;

  /// @param root a structure of the columns
  ArrowStream(ArrowField root, BatchSource source) {
    this.root = root;
    this.feed = new Feed(root, source);
    this.cleanable = CLEANER.register(this, feed);
  }

  /// A stream of what a source has.
  public static ArrowStream of(List<ArrowField> schema, BatchSource source) {
    return new ArrowStream(ArrowField.of("", new ArrowType.Struct(List.copyOf(schema))), source);
  }

  /// A stream of the batches of tables, which are asked for one by one and closed when they were
  /// read.
  ///
  /// @param schema the columns of every table
  /// @param tables closed with the stream if it is an AutoCloseable
  public static ArrowStream of(List<ArrowField> schema, Iterator<ArrowTable> tables) {
    Objects.requireNonNull(tables, "the iterator is null");
    return of(schema, new IteratorSource(tables));
  }

  /// The names and types of the columns.
  public List<ArrowField> schema() {
    return Formats.children(root.type());
  }

  /// Whether there is a further batch; waits for the producer.
  ///
  /// @throws IllegalStateException when the stream was closed, has failed before, or is being read
  @Override
  public boolean hasNext() {
    try {
      return feed.hasNext();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// The next batch, which the caller closes; waits for the producer.
  ///
  /// @throws IllegalStateException when the stream was closed, has failed before, or is being read
  /// @throws java.util.NoSuchElementException when there is none
  @Override
  public ArrowBatch next() {
    try {
      return feed.next();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// All batches that are left, as a table; the stream is at its end then.
  public ArrowTable readAll() {
    List<Node> nodes = new ArrayList<>();
    List<Holder> holders = new ArrayList<>();
    try {
      while (hasNext()) {
        try (ArrowBatch batch = next()) {
          Holder holder = batch.table().holder(0);
          holder.retain();
          holders.add(holder);
          nodes.add(batch.node());
        }
      }
      return new ArrowTable(root, nodes, holders);
    } catch (Throwable failed) {
      holders.forEach(Holder::release);
      throw failed;
    }
  }

  /// Ends the stream and its producer. Batches that were read stay. Doing so again does nothing.
  @Override
  public void close() {
    feed.wanted();
    cleanable.clean();
  }

  /// Names and types.
  @Override
  public String toString() {
    return "stream of " + schema();
  }

  ArrowField root() {
    return root;
  }

  /// Says that others are to read it.
  void lend() {
    feed.lend();
  }
}
