package dev.terrarium.broker;

import org.jspecify.annotations.Nullable;

/// Which desk's operation the current thread runs a part of: an answer to Python, or a decoder.
///
/// Such a thread must not wait for another operation of the same desk, which would begin only when
/// the one that it serves has ended.
final class Inside {
  private static final ThreadLocal<@Nullable Desk> DESK = new ThreadLocal<>();

  private Inside() {}

  /// A part of an operation.
  ///
  /// @param <T> what comes of it
  /// @param <X> what it throws; `RuntimeException` for nothing checked
  /// @param <Y> what else it throws
  interface Part<T extends @Nullable Object, X extends Exception, Y extends Exception> {
    T run() throws X, Y;
  }

  static <T extends @Nullable Object, X extends Exception, Y extends Exception> T of(
      Desk desk, Part<T, X, Y> part) throws X, Y {
    Desk outer = DESK.get();
    DESK.set(desk);
    try {
      return part.run();
    } finally {
      if (outer == null) {
        DESK.remove();
      } else {
        DESK.set(outer);
      }
    }
  }

  /// @throws IllegalStateException if the current thread must not wait for what it asks for
  static void requireOutside(Desk desk, String name) {
    if (DESK.get() == desk) {
      throw new IllegalStateException(
          name
              + " was called from within a Python operation of the same broker, which it would wait for"
              + " for ever: return to Python first, or use the form that does not wait");
    }
  }
}
