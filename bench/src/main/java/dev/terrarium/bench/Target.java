package dev.terrarium.bench;

import java.util.Locale;

/// What a row promises.
sealed interface Target {

  /// The median of the rounds' ratios to C is at most this.
  record TimesC(double most) implements Target {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "≤ %.1f × C", most);
    }
  }

  /// The median of the rounds is below this many nanoseconds.
  record Under(double nanos) implements Target {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "< %,.0f ns", nanos);
    }
  }

  /// Nothing: the row is there to be read.
  record Nothing() implements Target {
    @Override
    public String toString() {
      return "";
    }
  }
}
