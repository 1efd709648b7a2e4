package dev.terrarium.control;

/// How long a target is held.
///
/// @param given when it was given, as [System#nanoTime] tells it
/// @param hold ns
record Age(long given, long hold) {
  /// That of a target that is held until another comes.
  static final Age NONE = new Age(0, Long.MAX_VALUE);

  /// Whether the target is too old by now.
  boolean isOver(long nanoTime) {
    return hold != Long.MAX_VALUE && nanoTime - given > hold;
  }
}
