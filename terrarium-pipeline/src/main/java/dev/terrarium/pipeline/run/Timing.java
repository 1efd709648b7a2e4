package dev.terrarium.pipeline.run;

/// How closely a run is timed.
public enum Timing {
  /// Not at all; items are counted all the same.
  OFF,
  /// Every item where items are slow, some where they are quick.
  SOME_ITEMS,
  /// Every item, at whatever cost.
  EVERY_ITEM
}
