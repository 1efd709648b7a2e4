package dev.terrarium.cli.demo;

import dev.terrarium.cli.report.Amounts;
import java.util.Locale;

/// Numbers as the page's sentences have them.
final class Phrases {
  private Phrases() {}

  /// A duration: `196 ns`, `83 µs`, `1.28 ms`, `306 ms`.
  static String time(long nanos) {
    if (nanos < 1000) {
      return nanos + " ns";
    }
    if (nanos >= 1_000_000 && nanos % 1_000_000 == 0 && nanos < 1_000_000_000) {
      return nanos / 1_000_000 + " ms";
    }
    return Amounts.nanos(nanos);
  }

  /// How often in a second: `50`, `1 000`, `12.5`.
  static String rate(double rate) {
    return rate == Math.rint(rate)
        ? Amounts.count(Math.round(rate))
        : String.format(Locale.ROOT, "%.1f", rate);
  }

  /// A length: `0.4 mm`, `21 mm`.
  static String length(double metres) {
    double millimetres = metres * 1e3;
    if (millimetres < .1) {
      return "less than 0.1 mm";
    }
    return String.format(Locale.ROOT, millimetres < 10 ? "%.1f mm" : "%.0f mm", millimetres);
  }

  /// One of the page's numbers.
  ///
  /// @param more what is to be known beside it, in HTML; may be empty
  static String number(String meaning, String number, String more) {
    return "<div><dt>%s</dt><dd>%s%s</dd></div>\n"
        .formatted(meaning, number, more.isEmpty() ? "" : "<small>" + more + "</small>");
  }
}
