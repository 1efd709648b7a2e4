package dev.terrarium.python.arrow;

import java.util.ArrayList;
import java.util.List;

/// A table: batches of rows over the same columns, in memory that Java and Python may share.
///
/// One that came from Python is not copied: its columns are read in place, and its memory lives
/// until this table is closed and everything that was made of it in Python is gone. One made here,
/// by [#of], gives its memory to Python the same way. Close it, from any thread; the collector
/// closes what was forgotten. Reading a closed one, or a column of it, is an IllegalStateException.
/// Safe to use from any thread.
public final class ArrowTable implements AutoCloseable {
  private final ArrowField root;
  private final List<ArrowBatch> batches;
  private final List<Holder> holders;
  private final Lifetime lifetime;

  /// Whether it is but what a batch of a stream needs.
  private final boolean alone;

  /// @param root a structure of the columns
  /// @param nodes one structure for each batch, each with the holder of its memory
  ArrowTable(ArrowField root, List<Node> nodes, List<Holder> holders) {
    this(root, nodes, holders, false);
  }

  private ArrowTable(ArrowField root, List<Node> nodes, List<Holder> holders, boolean alone) {
    this.root = root;
    this.alone = alone;
    this.holders = List.copyOf(holders);
    this.lifetime = new Lifetime(this, holders);
    List<ArrowBatch> made = new ArrayList<>();
    for (Node node : nodes) {
      made.add(new ArrowBatch(this, node));
    }
    this.batches = List.copyOf(made);
  }

  /// A batch that belongs to no other table.
  static ArrowBatch alone(ArrowField root, Node node, Holder holder) {
    return new ArrowTable(root, List.of(node), List.of(holder), true).batches.getFirst();
  }

  /// A table of one batch.
  ///
  /// @param columns of the same length; they belong to the table from now on
  public static ArrowTable of(NewColumn... columns) {
    return NewColumn.table(List.of(columns));
  }

  /// The names and types of the columns.
  public List<ArrowField> schema() {
    return Formats.children(root.type());
  }

  /// The batches, in their order.
  public List<ArrowBatch> batches() {
    return batches;
  }

  /// The rows of all batches together.
  public long rows() {
    return batches.stream().mapToLong(ArrowBatch::rows).sum();
  }

  /// Ends Java's use of the table; its memory lives on while Python uses it. Doing so again does
  /// nothing.
  @Override
  public void close() {
    lifetime.close();
  }

  /// Names and types, and how many rows there are.
  @Override
  public String toString() {
    return "%d rows of %s".formatted(rows(), schema());
  }

  boolean isAlone() {
    return alone;
  }

  ArrowField root() {
    return root;
  }

  Lifetime lifetime() {
    return lifetime;
  }

  Holder holder(int batch) {
    return holders.get(batch);
  }
}
