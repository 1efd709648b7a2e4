package dev.terrarium.control.loop;

import dev.terrarium.control.loop.Column.Extent;
import java.util.List;
import java.util.Locale;

/// Where the columns of a row lie: one after another, eight bytes for each number.
///
/// The first column of a row is odd while the row is being written, and the last is then what the
/// first was when the row before it had been written.
final class Layout {
  private static final int LINE = 64;

  private final List<Column> columns;
  private final int joints;
  private final int extras;
  private final int[] offsets;
  private final int end;

  private Layout(List<Column> columns, int joints, int extras) {
    this.columns = columns;
    this.joints = joints;
    this.extras = extras;
    offsets = new int[columns.size()];
    int offset = 0;
    for (Column column : columns) {
      offsets[column.ordinal()] = offset;
      offset += Long.BYTES * column.extent().count(joints, extras);
    }
    end = offset;
  }

  static Layout ofBoard(int joints, int extras) {
    return new Layout(List.of(BoardColumn.values()), joints, extras);
  }

  static Layout ofRing(int joints, int extras) {
    return new Layout(List.of(RingColumn.values()), joints, extras);
  }

  int joints() {
    return joints;
  }

  int extras() {
    return extras;
  }

  List<Column> columns() {
    return columns;
  }

  /// Returns a column's name as a header tells it.
  static String name(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  /// Returns what a column's numbers are, as a header tells it: 1 for integers, 2 for doubles.
  static int type(Column column) {
    return column.extent() == Extent.LONG ? 1 : 2;
  }

  /// Returns how many numbers a column has.
  int count(Column column) {
    return column.extent().count(joints, extras);
  }

  /// Returns where a column begins in its row, bytes.
  int offset(Column column) {
    return offsets[column.ordinal()];
  }

  /// Returns where the last column begins.
  int last() {
    return end - Long.BYTES;
  }

  /// Returns how many bytes a row takes: whole lines of a processor's cache, so that two rows share
  /// none.
  int bytes() {
    return (end + LINE - 1) / LINE * LINE;
  }
}
