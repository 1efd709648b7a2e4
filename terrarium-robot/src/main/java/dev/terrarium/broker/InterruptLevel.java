package dev.terrarium.broker;

import java.util.Locale;

/// How far a broker had to go to end a Python operation, in rising order.
public enum InterruptLevel {
  /// It ended by itself.
  NONE,
  /// It was interrupted, and ended before anything further was done.
  INTERRUPTED,
  /// It outlived its interrupts, and later calls were refused for a while.
  MARKED,
  /// The process that it ran in was killed.
  KILLED;

  /// Returns the name as it stands in records of events and metrics, such as `interrupted`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
