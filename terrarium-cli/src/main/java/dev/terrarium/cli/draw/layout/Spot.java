package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.List;

/// A place in a layer: that of a block, or one where a link passes that goes further.
final class Spot {
  /// The block, or -1 for a passing link.
  final int block;

  final double height;
  final List<Step> ins = new ArrayList<>();
  final List<Step> outs = new ArrayList<>();

  /// Its place among the spots of its layer, from 0.
  int position;

  /// The height of its middle.
  double middle;

  Spot(int block, double height) {
    this.block = block;
    this.height = height;
  }

  static Spot passing() {
    return new Spot(-1, 0);
  }

  boolean isPassing() {
    return block < 0;
  }

  double top() {
    return middle - height / 2;
  }

  double bottom() {
    return middle + height / 2;
  }
}
