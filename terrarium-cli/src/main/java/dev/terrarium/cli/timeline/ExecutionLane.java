package dev.terrarium.cli.timeline;

import dev.terrarium.cli.report.Amounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What was executed, a bar for each; those that run at once are below each other.
final class ExecutionLane implements Lane {
  private static final int ROW = 26;

  private final String label;
  private final List<List<Moment.Execution>> rows = new ArrayList<>();

  /// @param label what they are
  ExecutionLane(String label, List<Moment.Execution> executions) {
    this.label = label;
    var inOrder = new ArrayList<>(executions);
    inOrder.sort(Comparator.comparingLong(Moment.Execution::began));
    for (var execution : inOrder) {
      rows.stream()
          .filter(row -> row.getLast().ended() <= execution.began())
          .findFirst()
          .orElseGet(this::newRow)
          .add(execution);
    }
  }

  private List<Moment.Execution> newRow() {
    rows.add(new ArrayList<>());
    return rows.getLast();
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public int height() {
    return 6 + ROW * Math.max(1, rows.size());
  }

  @Override
  public void draw(Ink ink, Scale scale, double top) {
    for (int row = 0; row < rows.size(); row++) {
      for (var execution : rows.get(row)) {
        if (scale.shows(execution.began(), execution.ended())) {
          draw(ink, scale, top + 4 + ROW * row, execution);
        }
      }
    }
  }

  private static void draw(Ink ink, Scale scale, double top, Moment.Execution execution) {
    double left = scale.x(execution.began());
    double width = Math.max(1.5, scale.x(execution.ended()) - left);
    var how = execution.reason().isEmpty() ? execution.status() : execution.reason();
    var title =
        "%s, %s: %s"
            .formatted(
                execution.command(), Amounts.nanos(execution.ended() - execution.began()), how);
    ink.bar("command " + execution.status(), left, top, new Ink.Size(width, 22), title);
    ink.textWithin("in", left + 8, top + 15, width, execution.command());
    if (execution.ended() <= scale.to()) {
      tell(ink, left, top + 15, width, execution);
    }
  }

  /// Says how one ended, right of its bar; or within that, at its end, where the plot ends.
  private static void tell(
      Ink ink, double left, double y, double width, Moment.Execution execution) {
    var status = execution.status();
    double needed = Ink.LETTER * status.length();
    if (left + width + 6 + needed <= Plot.WIDTH) {
      ink.text("after " + status, left + width + 6, y, status);
    } else if (needed + Ink.LETTER * execution.command().length() + 32 <= width) {
      ink.text("in before", left + width - 8, y, status);
    } else {
      ink.text("after before " + status, left - 6, y, status);
    }
  }
}
