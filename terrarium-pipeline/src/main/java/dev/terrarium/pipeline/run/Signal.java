package dev.terrarium.pipeline.run;

/// What comes next on a stream.
enum Signal {
  /// An item.
  ITEM,
  /// All that came of one item of the input has been.
  MARK,
  /// There is nothing more.
  END,
  /// What would come next failed, and there is nothing more.
  FAILURE
}
