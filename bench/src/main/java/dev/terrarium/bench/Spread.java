package dev.terrarium.bench;

import java.util.Arrays;

/// How one figure spread over the rounds of a run: never a mean alone.
record Spread(int rounds, double p10, double p50, double p90, double p99, double max) {

  /// The spread of these values, of which there is at least one.
  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no rounds were measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        sorted.length,
        at(sorted, 0.1),
        at(sorted, 0.5),
        at(sorted, 0.9),
        at(sorted, 0.99),
        sorted[sorted.length - 1]);
  }

  static double at(double[] sorted, double quantile) {
    double position = quantile * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
