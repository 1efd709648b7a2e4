package dev.terrarium.cli.timeline;

import java.util.Locale;

/// Places moments on a line.
///
/// @param from the moment at `left`
/// @param to the moment at `right`, later
record Scale(long from, long to, double left, double right) {
  private static final double[] STEPS = {
    1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600
  };
  private static final int MOST_MARKS = 12;

  double x(long moment) {
    double share = (double) (moment - from) / (to - from);
    return left + (right - left) * Math.clamp(share, 0, 1);
  }

  /// Whether some of a span is to be seen.
  boolean shows(long begin, long end) {
    return end >= from && begin <= to;
  }

  /// Returns how far apart marks are to stand, in seconds.
  double step() {
    double seconds = (to - from) / 1e9;
    for (double step : STEPS) {
      if (seconds / step <= MOST_MARKS) {
        return step;
      }
    }
    return seconds / MOST_MARKS;
  }

  /// Returns a number as SVG has it.
  static String number(double value) {
    var text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
