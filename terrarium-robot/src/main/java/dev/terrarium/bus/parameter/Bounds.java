package dev.terrarium.bus.parameter;

import java.math.BigDecimal;

/// The least and the greatest number that a parameter may be, both included.
public record Bounds(double minimum, double maximum) {
  /// No bounds.
  public static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public Bounds {
    if (!(minimum <= maximum)) {
      throw new IllegalArgumentException(
          "the minimum " + minimum + " must be at most the maximum " + maximum);
    }
  }

  /// Whether a number is within.
  boolean hold(double value) {
    return minimum <= value && value <= maximum;
  }

  /// Whether a whole number is within: exactly, where a `double` would round it.
  boolean hold(long value) {
    var exact = BigDecimal.valueOf(value);
    return (Double.isInfinite(minimum) || exact.compareTo(new BigDecimal(minimum)) >= 0)
        && (Double.isInfinite(maximum) || exact.compareTo(new BigDecimal(maximum)) <= 0);
  }

  /// Returns them in words that follow a noun, such as `, at least 0.0`.
  String description() {
    boolean noMinimum = minimum == Double.NEGATIVE_INFINITY;
    boolean noMaximum = maximum == Double.POSITIVE_INFINITY;
    if (noMinimum) {
      return noMaximum ? "" : ", at most " + maximum;
    }
    return noMaximum ? ", at least " + minimum : " from " + minimum + " to " + maximum;
  }
}
