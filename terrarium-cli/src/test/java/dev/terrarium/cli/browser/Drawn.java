package dev.terrarium.cli.browser;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Something that a script drew.
///
/// @param what a `box` (left, top, width, height), `line` or `dashes` (x and y of each point),
///   `dot` (x, y, radius), `words` (left, baseline, width) or `pixels`
/// @param numbers in pixels of a screen
/// @param colour as `#rrggbb`; empty of pixels
public record Drawn(String what, List<Double> numbers, String colour, double alpha, String words) {

  static Drawn of(Map<?, ?> drawn) {
    var numbers =
        ((List<?>) drawn.get("numbers"))
            .stream().map(number -> ((Number) number).doubleValue()).toList();
    return new Drawn(
        text(drawn, "what"),
        numbers,
        text(drawn, "colour"),
        ((Number) drawn.get("alpha")).doubleValue(),
        text(drawn, "words"));
  }

  private static String text(Map<?, ?> drawn, String name) {
    return String.valueOf(drawn.get(name));
  }

  /// Whether it is that, in that colour.
  public boolean is(String what, String colour) {
    return this.what.equals(what) && this.colour.equals(colour);
  }

  public double width() {
    return right() - left();
  }

  public double height() {
    return bottom() - top();
  }

  public double left() {
    return bounds(0)[0];
  }

  public double right() {
    return bounds(0)[1];
  }

  public double top() {
    return bounds(1)[0];
  }

  public double bottom() {
    return bounds(1)[1];
  }

  /// Returns where it begins and ends along an axis: 0 is to the right, 1 is down.
  private double[] bounds(int axis) {
    double at = numbers.get(axis);
    return switch (what) {
      case "box" -> new double[] {at, at + numbers.get(2 + axis)};
      case "dot" -> new double[] {at - numbers.get(2), at + numbers.get(2)};
      case "words" ->
          axis == 0 ? new double[] {at, at + numbers.get(2)} : new double[] {at - 9, at};
      case "line", "dashes" -> {
        var along =
            IntStream.range(0, numbers.size() / 2)
                .mapToDouble(point -> numbers.get(2 * point + axis))
                .summaryStatistics();
        yield new double[] {along.getMin(), along.getMax()};
      }
      default -> throw new IllegalStateException("Nobody knows the bounds of " + what);
    };
  }
}
