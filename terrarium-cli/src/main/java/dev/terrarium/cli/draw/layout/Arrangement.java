package dev.terrarium.cli.draw.layout;

import java.util.List;

/// What came of laying a scene out; everything lies between 0 and `width`, and 0 and `height`.
///
/// @param frames where the blocks stand, in the order of the scene
/// @param routes how the links run, in the order of the scene
public record Arrangement(double width, double height, List<Frame> frames, List<Route> routes) {
  public Arrangement {
    frames = List.copyOf(frames);
    routes = List.copyOf(routes);
  }

  /// A rectangle; at least as wide as the block, and as wide as the others of its column.
  public record Frame(double x, double y, double width, double height) {
    /// Returns the height of its middle.
    public double middle() {
      return y + height / 2;
    }

    /// Returns where it ends on the right.
    public double right() {
      return x + width;
    }
  }
}
