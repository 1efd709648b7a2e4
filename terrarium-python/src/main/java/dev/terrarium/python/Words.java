package dev.terrarium.python;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How the sentences about calls tell times and places.
final class Words {
  private static final long LEAST_SECONDS = 10_000;

  private static final int MOST_TOLD = 4;

  private Words() {}

  /// A time to three digits or so: `0.4 ms`, `250 ms`, `12.5 s`.
  static String of(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis >= LEAST_SECONDS) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /// A call by its name.
  static String call(String name) {
    return name.equals(Limits.NAMELESS) ? name : "call '" + name + "'";
  }

  /// The innermost frame, or nothing where none is known.
  static String at(List<StackTraceElement> stack) {
    return stack.isEmpty() ? "" : ", at " + stack.getFirst();
  }

  /// Several things in a row; of many the first few, and how many more there are.
  static String list(List<?> things) {
    int told = things.size() > MOST_TOLD ? MOST_TOLD - 1 : things.size();
    String list = String.join("; ", things.stream().limit(told).map(String::valueOf).toList());
    return told == things.size() ? list : list + "; and " + (things.size() - told) + " more";
  }
}
