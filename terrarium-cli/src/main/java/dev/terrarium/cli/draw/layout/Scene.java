package dev.terrarium.cli.draw.layout;

import java.util.List;

/// What is to be laid out, from left to right.
///
/// @param links between blocks, which they name by their place in `blocks`; none from a block to
///   itself
/// @param measure the width to keep to; what is longer goes on in a further row, as text does
public record Scene(List<Block> blocks, List<Link> links, double measure) {
  public Scene {
    blocks = List.copyOf(blocks);
    links = List.copyOf(links);
    for (var link : links) {
      if (link.from() == link.to()) {
        throw new IllegalArgumentException("Block " + link.from() + " is linked to itself");
      }
    }
  }

  /// A rectangle.
  ///
  /// @param before room to its left in which links run straight
  /// @param after room to its right in which links run straight
  public record Block(double width, double height, double before, double after) {}

  /// What runs from the right of one block to the left of another.
  ///
  /// @param low whether it leaves below the middle, or above it where it leads above all others
  public record Link(int from, int to, boolean low) {}
}
