package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.layout.Point;
import dev.terrarium.cli.draw.layout.Route;

/// Routes as the path data of SVG.
final class Paths {
  private Paths() {}

  static String data(Route route) {
    var data = new StringBuilder("M").append(text(route.start()));
    for (var segment : route.segments()) {
      switch (segment) {
        case Route.Segment.Line(var to) -> data.append('L').append(text(to));
        case Route.Segment.Curve(var first, var second, var to) ->
            data.append('C')
                .append(text(first))
                .append(' ')
                .append(text(second))
                .append(' ')
                .append(text(to));
      }
    }
    return data.toString();
  }

  /// Returns the head of an arrow that points to `x`.
  ///
  /// @param direction 1 for one that points to the right, -1 for the left
  static String head(double x, double y, int direction) {
    return "M%s %sl%s -4v8z"
        .formatted(Numbers.text(x), Numbers.text(y), Numbers.text(-8 * direction));
  }

  private static String text(Point point) {
    return Numbers.text(point.x()) + " " + Numbers.text(point.y());
  }
}
