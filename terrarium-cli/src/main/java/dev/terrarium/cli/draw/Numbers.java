package dev.terrarium.cli.draw;

/// Coordinates as text: to a tenth of a pixel, and no longer than they must be.
final class Numbers {
  private Numbers() {}

  static String text(double number) {
    long tenths = Math.round(number * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }
}
