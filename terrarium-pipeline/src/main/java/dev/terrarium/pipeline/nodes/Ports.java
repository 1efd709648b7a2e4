package dev.terrarium.pipeline.nodes;

/// What a built-in node takes and emits.
///
/// @param input the type that items must have
/// @param foreign whether it takes foreign values as they are
/// @param isSource whether it takes nothing at all, and makes items of its own
/// @param takes what it takes, in words
/// @param emits what it emits, in words
record Ports(Class<?> input, boolean foreign, boolean isSource, String takes, String emits) {
  /// Takes items of one type, into which foreign values are converted.
  static Ports of(Class<?> input, String takes, String emits) {
    return new Ports(input, false, false, takes, emits);
  }

  /// Takes anything, foreign values converted.
  static Ports anything(String emits) {
    return new Ports(Object.class, false, false, "anything", emits);
  }

  /// Takes anything as it is, without ever looking at it.
  static Ports unseen(String emits) {
    return new Ports(Object.class, true, false, "anything", emits);
  }

  /// Takes nothing, and makes items of its own.
  static Ports source(String emits) {
    return new Ports(Object.class, false, true, "nothing", emits);
  }
}
