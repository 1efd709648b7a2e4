package dev.terrarium.cli.report;

import java.util.Locale;
import java.util.OptionalLong;

/// Times and counts as people read them.
public final class Amounts {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private Amounts() {}

  /// A duration with a unit that suits it: `830 µs`, `12.3 ms`, `1.53 s`, `2:05 min`.
  public static String nanos(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 1e-3) {
      return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }
    if (seconds < 1) {
      return significant(seconds * 1e3) + " ms";
    }
    return seconds(seconds);
  }

  /// Some seconds: `0.24 s`, `15.4 s`, `2:05 min`, `1:02:05 h`.
  public static String seconds(double seconds) {
    if (seconds < MINUTE) {
      return significant(seconds) + " s";
    }
    return clock(seconds) + (seconds < HOUR ? " min" : " h");
  }

  /// A moment in a recording, as exact as its neighbours at `step` seconds need: `0.5`, `12`,
  /// `1:05`.
  static String moment(double seconds, double step) {
    if (seconds >= MINUTE) {
      return clock(seconds)
          + (step < 1 ? String.format(Locale.ROOT, "%.1f", seconds % 1).substring(1) : "");
    }
    return step < 1
        ? String.format(Locale.ROOT, "%.1f", seconds)
        : String.format(Locale.ROOT, "%.0f", seconds);
  }

  public static String percent(double share) {
    return share > 0 && share < 0.001
        ? "<0.1 %"
        : String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", share * 100);
  }

  /// How many of something, thousands apart.
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202F');
  }

  public static String count(long number, String one, String more) {
    return count(number) + " " + (number == 1 ? one : more);
  }

  /// Some memory: `512 kB`, `48.3 MB`, `1.53 GB`, of 1,024 each; a dash where it is not known.
  static String bytes(OptionalLong bytes) {
    if (bytes.isEmpty()) {
      return "–";
    }
    double kilobytes = bytes.getAsLong() / 1024.0;
    if (kilobytes < 1024) {
      return String.format(Locale.ROOT, "%.0f kB", kilobytes);
    }
    double megabytes = kilobytes / 1024;
    return megabytes < 1024
        ? significant(megabytes) + " MB"
        : significant(megabytes / 1024) + " GB";
  }

  /// A factor: `0.42`, `3.1`, `58`.
  public static String significant(double number) {
    return String.format(
        Locale.ROOT, number < 9.995 ? "%.2f" : number < 99.95 ? "%.1f" : "%.0f", number);
  }

  private static String clock(double seconds) {
    long whole = Math.round(Math.floor(seconds));
    return whole < HOUR
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
