package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.List;

/// A smooth line from the border of one block to that of another.
public record Route(Point start, List<Segment> segments) {
  public Route {
    segments = List.copyOf(segments);
  }

  /// A part of a route, which begins where the one before ended.
  public sealed interface Segment {
    /// Returns where it ends.
    Point to();

    /// A straight part.
    record Line(Point to) implements Segment {}

    /// A cubic curve.
    record Curve(Point first, Point second, Point to) implements Segment {}
  }

  /// Returns where the route ends.
  public Point end() {
    return segments.getLast().to();
  }

  /// Whether it comes to its end from the right, against the direction of reading.
  public boolean endsLeftwards() {
    var before = segments.size() == 1 ? start : segments.get(segments.size() - 2).to();
    return end().x() < before.x();
  }

  /// Returns the same line, walked the other way.
  Route reversed() {
    var backwards = new ArrayList<Segment>();
    for (int i = segments.size() - 1; i >= 0; i--) {
      var to = i == 0 ? start : segments.get(i - 1).to();
      backwards.add(
          switch (segments.get(i)) {
            case Segment.Line _ -> new Segment.Line(to);
            case Segment.Curve(var first, var second, _) -> new Segment.Curve(second, first, to);
          });
    }
    return new Route(end(), backwards);
  }
}
