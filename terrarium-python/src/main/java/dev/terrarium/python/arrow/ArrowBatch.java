package dev.terrarium.python.arrow;

import java.util.ArrayList;
import java.util.List;

/// Some rows of a table: a column for each field, all of one length.
///
/// One that was read from an [ArrowStream] lives until it is closed, or the collector has found it;
/// one of a table lives as long as the table.
public final class ArrowBatch implements AutoCloseable {
  private final Node node;
  private final List<ArrowColumn> columns;

  /// Where the columns' memory is read; a reference to the table, so that it is not collected while
  /// a batch of it is in use.
  private final ArrowTable table;

  ArrowBatch(ArrowTable table, Node node) {
    this.table = table;
    this.node = node;
    List<ArrowField> fields = table.schema();
    List<ArrowColumn> made = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Node column = node.children().get(i).slice(node.offset(), node.length());
      made.add(new ArrowColumn(table, fields.get(i), column));
    }
    this.columns = List.copyOf(made);
  }

  /// The number of rows.
  public long rows() {
    return node.length();
  }

  /// The columns, in their order.
  public List<ArrowColumn> columns() {
    return columns;
  }

  /// The column of a name.
  ///
  /// @throws IllegalArgumentException when there is none, or more than one: those are told apart by
  ///   their place in [#columns]
  public ArrowColumn column(String name) {
    int found = -1;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        if (found >= 0) {
          throw new IllegalArgumentException(
              "there is more than one column '%s': ask for columns().get(%d) or columns().get(%d)"
                  .formatted(name, found, i));
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new IllegalArgumentException(
          "there is no column '%s': the table has %s".formatted(name, table.schema()));
    }
    return columns.get(found);
  }

  /// The table that it is a part of; of a batch of a stream, one that is this batch.
  public ArrowTable table() {
    return table;
  }

  /// Ends Java's use of a batch that was read from a stream, whose memory lives on while Python
  /// uses it. A batch of a table ends with its table, and not by this.
  @Override
  public void close() {
    if (table.isAlone()) {
      table.close();
    }
  }

  Node node() {
    return node;
  }

  /// Names and types, and how many rows there are. Reads no memory of the table.
  @Override
  public String toString() {
    return "ArrowBatch[%d rows of %s]".formatted(rows(), table.schema());
  }
}
