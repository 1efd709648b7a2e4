package dev.terrarium.bench;

import java.util.Locale;

/// Figures as people read them.
final class Numbers {
  private Numbers() {}

  static String time(double nanos) {
    if (nanos < 1000) {
      return String.format(Locale.ROOT, "%.1f ns", nanos);
    }
    if (nanos < 1e6) {
      return String.format(Locale.ROOT, "%.2f µs", nanos / 1e3);
    }
    return nanos < 1e9
        ? String.format(Locale.ROOT, "%.0f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  /// Three digits that say something.
  static String brief(double nanos) {
    double value = nanos;
    String unit = "ns";
    for (String next : new String[] {"µs", "ms", "s"}) {
      if (value < 999.5) {
        break;
      }
      value /= 1000;
      unit = next;
    }
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit);
  }

  /// As a person would say it: no digits that say nothing.
  static String plain(double nanos) {
    double value = nanos;
    String unit = "ns";
    for (String next : new String[] {"µs", "ms", "s"}) {
      if (value < 1000) {
        break;
      }
      value /= 1000;
      unit = next;
    }
    return (value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value))
        + " "
        + unit;
  }

  /// So many in a second, three digits that say something.
  static String rate(double perSecond) {
    double value = perSecond;
    String unit = "";
    for (String next : new String[] {" k", " M", " G"}) {
      if (value < 999.5) {
        break;
      }
      value /= 1000;
      unit = next;
    }
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", value, unit);
  }

  /// How many times, with no digits that say nothing.
  static String ratio(double times) {
    int decimals = times < 9.995 ? 2 : times < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + decimals + "f", times);
  }

  static String times(double ratio) {
    int decimals = ratio < 9.95 ? 1 : 0;
    return ratio < 0.95
        ? String.format(Locale.ROOT, "%.2f×", ratio)
        : String.format(Locale.ROOT, "%,." + decimals + "f×", ratio);
  }

  static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
  }
}
