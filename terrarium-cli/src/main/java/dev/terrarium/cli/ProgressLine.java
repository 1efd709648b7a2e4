package dev.terrarium.cli;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.OptionalLong;

/// What a terminal shows of a run under way: how far it is, how fast, and how long it still takes.
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

  /// Returns the line.
  ///
  /// @param now the time, in nanoseconds
  /// @param in items that went in so far
  /// @param out items that left so far
  String text(long now, long in, long out) {
    double speed = speed(now, in);
    var line = new StringBuilder("running: " + in);
    total.ifPresent(all -> line.append(" of ").append(all));
    line.append(in == 1 && total.isEmpty() ? " item in" : " items in");
    append(line, out + " out");
    append(line, words(speed) + "/s");
    append(line, time((now - begun) / 1e9));
    if (total.isPresent() && speed > 0 && in < total.getAsLong()) {
      append(line, "about " + time((total.getAsLong() - in) / speed) + " left");
    }
    return line.length() > WIDTH ? line.substring(0, WIDTH) : line.toString();
  }

  private double speed(long now, long in) {
    var earliest = looks.size() == REMEMBERED ? looks.removeFirst() : looks.getFirst();
    looks.addLast(new Look(now, in));
    var since = in > earliest.in() ? earliest : new Look(begun, 0);
    return now > since.time() ? (in - since.in()) / ((now - since.time()) / 1e9) : 0;
  }

  /// What no longer fits is left out.
  private static void append(StringBuilder line, String part) {
    if (line.length() + 2 + part.length() <= WIDTH) {
      line.append(", ").append(part);
    }
  }

  private static String words(double speed) {
    return String.format(Locale.ROOT, speed < 10 ? "%.1f" : "%.0f", speed);
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return seconds < MINUTE
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }
}
