package dev.terrarium.cli.timeline;

/// A strip of a plot, which shows one kind of things over time.
interface Lane {
  /// Returns what it is called.
  String label();

  /// Returns how high it is.
  int height();

  /// Draws what happened.
  ///
  /// @param top where it begins
  void draw(Ink ink, Scale scale, double top);
}
