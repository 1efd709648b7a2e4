package dev.terrarium.control.record;

import dev.terrarium.control.loop.CycleRow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Cycles that are being recorded.
public final class Recording {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final List<RecordedColumn> columns;
  private final Duration period;
  private final long atMost;
  private final CompletableFuture<Recorded> ended = new CompletableFuture<>();

  private volatile boolean isStopped;
  private boolean isOver;
  private int rows;
  private long lost;
  private long first;

  private Recording(List<RecordedColumn> columns, Duration period, Duration atMost) {
    this.columns = columns;
    this.period = period;
    this.atMost = atMost.toNanos();
  }

  static Recording of(Set<CycleField> fields, CycleRow room, Duration period, Duration atMost) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "fields names at least one field of a cycle, and is empty; CycleField.all() is all of them");
    }
    if (!atMost.isPositive() || atMost.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "atMost is more than 0 and at most %s, not %s: all of it is kept in memory"
              .formatted(LONGEST, atMost));
    }
    List<RecordedColumn> columns =
        fields.stream()
            .sorted()
            .map(it -> new RecordedColumn(it, it.width(room.q.length, room.extras.length)))
            .filter(it -> it.width() > 0)
            .toList();
    return new Recording(columns, period, atMost);
  }

  /// Asks for its end before its time; does not wait. The cycles until now belong to it.
  public void stop() {
    isStopped = true;
  }

  /// Returns what ends with what was recorded: when its time is over, or the loop has ended, or
  /// somebody stopped it. What depends on it runs on the reader's thread unless it says otherwise,
  /// and writing a file is long enough to say so.
  public CompletionStage<Recorded> ended() {
    return ended.minimalCompletionStage();
  }

  void add(CycleRow row) {
    if (rows == 0) {
      first = row.woke;
    }
    isOver |= row.woke - first >= atMost;
    if (!isOver) {
      columns.forEach(column -> column.add(row));
      rows++;
    }
  }

  void addLost(long count) {
    lost += isOver ? 0 : count;
  }

  /// Whether nothing more belongs to it.
  boolean isOver() {
    return isOver || isStopped;
  }

  /// Tells that it is over.
  void end() {
    ended.complete(new Recorded(columns, rows, lost, period));
  }
}
