package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.List;

/// Draws one route.
final class Pen {
  private static final double RADIUS = 10;
  private static final double FLAT = 0.05;

  private final Point start;
  private final List<Route.Segment> segments = new ArrayList<>();
  private Point at;

  Pen(double x, double y) {
    start = new Point(x, y);
    at = start;
  }

  /// Goes straight on.
  void lineTo(double x, double y) {
    if (x == at.x() && y == at.y()) {
      return;
    }
    at = new Point(x, y);
    segments.add(new Route.Segment.Line(at));
  }

  /// Leaves and arrives horizontally.
  void swingTo(double x, double y) {
    if (Math.abs(y - at.y()) < FLAT) {
      lineTo(x, y);
      return;
    }
    double between = (at.x() + x) / 2;
    var first = new Point(between, at.y());
    at = new Point(x, y);
    segments.add(new Route.Segment.Curve(first, new Point(between, y), at));
  }

  /// Goes to a corner, and around it towards another point; both ways are horizontal or vertical.
  void turnAt(double x, double y, double towardsX, double towardsY) {
    lineTo(x - RADIUS * Math.signum(x - at.x()), y - RADIUS * Math.signum(y - at.y()));
    var corner = new Point(x, y);
    at = new Point(x + RADIUS * Math.signum(towardsX - x), y + RADIUS * Math.signum(towardsY - y));
    segments.add(new Route.Segment.Curve(corner, corner, at));
  }

  Route route() {
    return new Route(start, segments);
  }
}
