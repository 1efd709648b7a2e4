package dev.terrarium.python.events;

/// Something under way at the border that a recording wants to know of.
public interface Crossing {
  /// Notes its end; says whether it took long enough to be recorded.
  boolean ended();

  /// Records it.
  ///
  /// @param what the callable, function or element type
  /// @param bytes how much was copied
  void record(String what, long bytes);
}
