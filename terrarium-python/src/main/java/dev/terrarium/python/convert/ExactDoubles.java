package dev.terrarium.python.convert;

/// Which integers are doubles, exactly.
public final class ExactDoubles {
  /// The low bits of an unsigned number of 64 bits that a double has no room for.
  private static final int BEYOND = 11;

  private ExactDoubles() {}

  /// Whether a double is equal to a number.
  public static boolean has(long number) {
    return (long) (double) number == number && number != Long.MAX_VALUE;
  }

  /// Whether a double is equal to the unsigned number of these bits.
  public static boolean hasUnsigned(long bits) {
    return bits >= 0 ? has(bits) : Long.numberOfTrailingZeros(bits) >= BEYOND;
  }

  /// The double that is equal to the unsigned number of these bits, where there is one.
  public static double ofUnsigned(long bits) {
    return bits >= 0 ? bits : (double) (bits >>> BEYOND) * (1 << BEYOND);
  }
}
