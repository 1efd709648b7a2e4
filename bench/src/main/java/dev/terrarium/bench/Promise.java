package dev.terrarium.bench;

import java.util.Locale;

/// What a row of the pipelines promises.
sealed interface Promise {

  /// Whether the figures keep it; not asked of a row that promises nothing.
  ///
  /// @param ours nanoseconds of one
  /// @param times the median of the rounds' ratios to what runs beside it; not a number without
  boolean isKept(Distribution ours, double times);

  /// The median is at most this many nanoseconds.
  record AtMost(double nanos) implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return ours.p50() <= nanos;
    }

    @Override
    public String toString() {
      return "≤ " + Numbers.plain(nanos);
    }
  }

  /// All but one in a hundred are below this many nanoseconds.
  record NearlyAllUnder(double nanos) implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return ours.p99() < nanos;
    }

    @Override
    public String toString() {
      return "P99 < " + Numbers.plain(nanos);
    }
  }

  /// It takes at most this many times what the plain loop does.
  record TimesPlain(double most) implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return times <= most;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "≤ %.0f × plain", most);
    }
  }

  /// It takes at most this many times what runs beside it does.
  ///
  /// @param what the name of that
  record Times(double most, String what) implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return times <= most;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "≤ %.1f × %s", most, what);
    }
  }

  /// It is at least this many times as fast as what runs beside it.
  ///
  /// @param what the name of that
  record AsFast(double least, String what) implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return times <= 1 / least;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "≥ %.1f × as fast as %s", least, what);
    }
  }

  /// It differs from what runs beside it by less than this share.
  record Within(double share) implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return Math.abs(times - 1) < share;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "± %.0f %%", share * 100);
    }
  }

  /// Nothing: the row is there to be read.
  record Nothing() implements Promise {
    @Override
    public boolean isKept(Distribution ours, double times) {
      return true;
    }

    @Override
    public String toString() {
      return "";
    }
  }
}
