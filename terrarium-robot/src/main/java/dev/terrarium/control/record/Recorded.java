package dev.terrarium.control.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Cycles that were recorded, a column for each field.
///
/// It does not change any more; any thread may read it. `docs/reference/loop-recordings.md` tells
/// what its files hold.
public final class Recorded {
  private final List<RecordedColumn> columns;
  private final int rows;
  private final long lost;
  private final Duration period;

  /// @param columns filled, and written by nobody any more
  Recorded(List<RecordedColumn> columns, int rows, long lost, Duration period) {
    this.columns = new ArrayList<>(columns);
    this.rows = rows;
    this.lost = lost;
    this.period = period;
  }

  /// Returns how many cycles there are.
  public int rows() {
    return rows;
  }

  /// Returns how many more there were, which were overwritten before they could be read.
  public long lost() {
    return lost;
  }

  /// Returns the time from one deadline to the next.
  public Duration period() {
    return period;
  }

  /// Returns the fields, in the order of files; without [CycleField#EXTRAS] where the controller
  /// has none.
  public List<CycleField> fields() {
    return columns.stream().map(RecordedColumn::field).toList();
  }

  /// Returns how many numbers a field has in each row.
  public int width(CycleField field) {
    return column(field).width();
  }

  /// Returns an integer of each row; the caller's.
  ///
  /// @throws IllegalArgumentException if it was not recorded, or is no integer
  public long[] longs(CycleField field) {
    require(field.isWhole(), field, "lists of doubles", "doubles");
    return column(field).longs();
  }

  /// Returns the doubles of all rows, one row after another; the caller's.
  ///
  /// @throws IllegalArgumentException if they were not recorded, or are integers
  public double[] doubles(CycleField field) {
    require(!field.isWhole(), field, "integers", "longs");
    return column(field).doubles();
  }

  private static void require(boolean fits, CycleField field, String what, String method) {
    if (!fits) {
      throw new IllegalArgumentException(
          "%s has %s: ask %s(…) for them".formatted(field.title(), what, method));
    }
  }

  private RecordedColumn column(CycleField field) {
    return columns.stream()
        .filter(column -> column.field() == field)
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s was not recorded: expected one of %s"
                    .formatted(
                        field.title(),
                        fields().stream()
                            .map(CycleField::title)
                            .collect(Collectors.joining(", ")))));
  }

  List<RecordedColumn> columns() {
    return columns;
  }

  /// Writes a file that `numpy.load` reads, an array for each field. A file that is there is
  /// replaced when the new one is whole.
  ///
  /// @throws IOException if it cannot be written; a link, a folder or a device is left as it is
  public void toNpz(Path file) throws IOException {
    WholeFile.write(file, new NpzFile(this));
  }

  /// Writes a file of Arrow's IPC format, a column for each field. A file that is there is replaced
  /// when the new one is whole.
  ///
  /// @throws IOException if it cannot be written; a link, a folder or a device is left as it is
  public void toArrow(Path file) throws IOException {
    WholeFile.write(file, new ArrowFile(this));
  }
}
