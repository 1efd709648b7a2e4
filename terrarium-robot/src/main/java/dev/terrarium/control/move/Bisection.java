package dev.terrarium.control.move;

import java.util.function.DoublePredicate;

/// Finds where a condition ceases to hold, to the last bit.
///
/// It halves the set of doubles and not the interval: doubles that are not negative are ordered as
/// their bits are, so that 63 steps end between two neighbours, however small the answer is.
final class Bisection {
  private Bisection() {}

  /// Returns the largest number for which a condition holds.
  ///
  /// @param from 0 or more; the condition is taken to hold here
  /// @param to where to end
  /// @param holds does not hold again beyond where it ceased to
  static double largest(double from, double to, DoublePredicate holds) {
    if (!(from < to)) {
      return from;
    }
    if (holds.test(to)) {
      return to;
    }
    // Adding 0 makes -0 a 0, whose bits are those of a small number.
    long low = Double.doubleToRawLongBits(from + 0.0);
    long high = Double.doubleToRawLongBits(to);
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (holds.test(Double.longBitsToDouble(middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Double.longBitsToDouble(low);
  }
}
