package dev.terrarium.pipeline.nodes;

import java.math.BigInteger;

/// Sums of whole numbers and of fractions, as Python does them.
///
/// Whole numbers stay whole and exact at any size; a fraction on either side makes a fraction.
final class Arithmetic {
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int MOST_BITS = 1 << 20;

  private Arithmetic() {}

  static Number add(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      long sum = x + y;
      // Both differ from the sum in their sign: it did not fit.
      return ((x ^ sum) & (y ^ sum)) < 0 ? big(a).add(big(b)) : (Number) sum;
    }
    return areWhole(a, b) ? whole(big(a).add(big(b))) : a.doubleValue() + b.doubleValue();
  }

  static Number subtract(Number a, Number b) {
    return areWhole(a, b) ? whole(big(a).subtract(big(b))) : a.doubleValue() - b.doubleValue();
  }

  static Number multiply(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      long high = Math.multiplyHigh(x, y);
      long low = x * y;
      return high == low >> 63 ? (Number) low : big(a).multiply(big(b));
    }
    return areWhole(a, b) ? whole(big(a).multiply(big(b))) : a.doubleValue() * b.doubleValue();
  }

  /// Divides; the result is a fraction, also of whole numbers.
  static Number divide(Number a, Number b) {
    refuseZero(b);
    return a.doubleValue() / b.doubleValue();
  }

  /// Returns the rest of a division; it has the sign of `b`.
  static Number modulo(Number a, Number b) {
    refuseZero(b);
    if (areWhole(a, b)) {
      var rest = big(a).mod(big(b).abs());
      return whole(big(b).signum() < 0 && rest.signum() != 0 ? rest.add(big(b)) : rest);
    }
    double rest = a.doubleValue() % b.doubleValue();
    boolean otherSide = rest != 0 && (rest < 0) != (b.doubleValue() < 0);
    return otherSide ? rest + b.doubleValue() : rest;
  }

  static Number power(Number a, Number b) {
    if (areWhole(a, b) && big(b).signum() >= 0) {
      return whole(power(big(a), big(b)));
    }
    if (b.doubleValue() < 0) {
      refuseZero(a);
    }
    return Math.pow(a.doubleValue(), b.doubleValue());
  }

  private static BigInteger power(BigInteger base, BigInteger exponent) {
    if (base.abs().bitLength() <= 1) {
      return exponent.signum() == 0 || base.signum() == 0 || !exponent.testBit(0)
          ? base.pow(exponent.min(BigInteger.TWO).intValue())
          : base;
    }
    if (base.bitLength() * exponent.doubleValue() > MOST_BITS) {
      throw new ArithmeticException("The result has more than " + MOST_BITS + " binary digits");
    }
    return base.pow(exponent.intValueExact());
  }

  private static void refuseZero(Number divisor) {
    if (divisor.doubleValue() == 0) {
      throw new ArithmeticException("Division by zero");
    }
  }

  private static boolean areWhole(Number a, Number b) {
    return isWhole(a) && isWhole(b);
  }

  private static boolean isWhole(Number number) {
    return !(number instanceof Double || number instanceof Float);
  }

  private static BigInteger big(Number number) {
    return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
  }

  private static Number whole(BigInteger value) {
    boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
    return fits ? (Number) value.longValue() : value;
  }
}
