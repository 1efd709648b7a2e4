package dev.terrarium.cli.draw.layout;

/// The part of a link between two neighbouring layers.
final class Step {
  final Spot from;
  final Spot to;

  /// How far below the middle of `from` it leaves.
  double exit;

  /// How far below the middle of `to` it arrives.
  double entry;

  Step(Spot from, Spot to, double exit) {
    this.from = from;
    this.to = to;
    this.exit = exit;
  }

  double leaves() {
    return from.middle + exit;
  }

  double arrives() {
    return to.middle + entry;
  }

  /// How much its being straight matters: most where a long link passes.
  double weight() {
    if (from.isPassing() && to.isPassing()) {
      return 8;
    }
    return from.isPassing() || to.isPassing() ? 2 : 1;
  }
}
