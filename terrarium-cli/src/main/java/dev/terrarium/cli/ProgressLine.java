package dev.terrarium.cli;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.WorkerReport.State;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What a terminal shows of a run under way: how far it is, how fast, how long it still takes, and
/// how its worker processes are.
///
/// The speed is that of the last seconds, so that a slow beginning is soon forgotten.
final class ProgressLine {
  /// The narrowest terminal that is reckoned with, less the column that would break the line.
  static final int WIDTH = 79;

  private static final int REMEMBERED = 25;
  private static final double MINUTE = 60;

  private final long begun;
  private final OptionalLong total;
  private final ArrayDeque<Look> looks = new ArrayDeque<>();

  /// @param begun when the run began, in nanoseconds
  /// @param total how many items will go in, if that is known
  ProgressLine(long begun, OptionalLong total) {
    this.begun = begun;
    this.total = total;
    looks.add(new Look(begun, 0));
  }

  private record Look(long time, long in) {}

  /// Returns the line; on a narrow terminal the time so far is left out first, then the speed.
  ///
  /// @param now the time, in nanoseconds
  /// @param in items that went in so far
  /// @param out items that left so far
  /// @param workers the worker processes of all nodes
  String text(long now, long in, long out, List<WorkerReport> workers) {
    double speed = speed(now, in);
    var speedWords = ", " + words(speed) + "/s";
    var timeWords = ", " + time((now - begun) / 1e9);
    var head = items(in) + ", " + out + " out";
    var tail = left(in, speed) + workers(workers);
    var line = head + speedWords + timeWords + tail;
    if (line.length() > WIDTH) {
      line = head + speedWords + tail;
    }
    if (line.length() > WIDTH) {
      line = head + tail;
    }
    return line.length() > WIDTH ? line.substring(0, WIDTH) : line;
  }

  private String items(long in) {
    var words = total.isPresent() ? " of " + total.getAsLong() : "";
    return "running: " + in + words + (in == 1 && total.isEmpty() ? " item in" : " items in");
  }

  private String left(long in, double speed) {
    return total.isPresent() && speed > 0 && in < total.getAsLong()
        ? ", about " + roughTime((total.getAsLong() - in) / speed) + " left"
        : "";
  }

  /// How many processes work, of those that should, and how often one was replaced.
  private static String workers(List<WorkerReport> reports) {
    var wanted = reports.stream().filter(each -> each.state() != State.CLOSED).toList();
    long up = wanted.stream().filter(ProgressLine::isUp).count();
    long restarts = reports.stream().mapToLong(WorkerReport::restarts).sum();
    if (wanted.isEmpty()) {
      return "";
    }
    var words = counted(wanted.size(), "worker");
    return ", "
        + (up < wanted.size() ? up + " of " + words + " up" : words)
        + (restarts > 0 ? ", " + counted(restarts, "restart") : "");
  }

  private static boolean isUp(WorkerReport worker) {
    return worker.state() == State.IDLE || worker.state() == State.WORKING;
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private double speed(long now, long in) {
    var earliest = looks.size() == REMEMBERED ? looks.removeFirst() : looks.getFirst();
    looks.addLast(new Look(now, in));
    var since = in > earliest.in() ? earliest : new Look(begun, 0);
    return now > since.time() ? (in - since.in()) / ((now - since.time()) / 1e9) : 0;
  }

  private static String words(double speed) {
    return String.format(Locale.ROOT, speed < 10 ? "%.1f" : "%.0f", speed);
  }

  private static String time(double seconds) {
    return seconds < MINUTE ? String.format(Locale.ROOT, "%.1f s", seconds) : roughTime(seconds);
  }

  private static String roughTime(double seconds) {
    long whole = Math.round(seconds);
    return seconds < MINUTE
        ? whole + " s"
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }
}
