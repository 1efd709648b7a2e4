package dev.terrarium.cli.report;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Marks at round times below a waveform.
final class TimeAxis {
  private static final int MOST_MARKS = 16;
  private static final double[] STEPS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400
  };

  private final double seconds;
  private final double step;

  TimeAxis(double seconds) {
    this.seconds = seconds;
    this.step = step(seconds);
  }

  /// Returns the marks, placed in percent of the width.
  String html() {
    int marks = (int) Math.floor(seconds / step + 1e-9);
    return IntStream.rangeClosed(0, marks)
        .mapToObj(this::mark)
        .collect(Collectors.joining("", "<div class=\"axis\" aria-hidden=\"true\">", "</div>\n"));
  }

  private String mark(int index) {
    double time = index * step;
    String unit = index == 0 ? " s" : "";
    return String.format(
        Locale.ROOT,
        "<span style=\"left:%.3f%%\">%s%s</span>",
        100 * time / seconds,
        Amounts.moment(time, step),
        unit);
  }

  private static double step(double seconds) {
    for (double step : STEPS) {
      if (seconds / step <= MOST_MARKS) {
        return step;
      }
    }
    return seconds / MOST_MARKS;
  }
}
