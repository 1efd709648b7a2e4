package dev.terrarium.python.convert;

import dev.terrarium.capi.PyErrors;

/// New objects, which Python may have no memory for. Needs the GIL.
final class Allocated {
  private Allocated() {}

  /// A new reference.
  ///
  /// @throws OutOfMemoryError where there is none; the MemoryError is taken
  static long orThrow(long object) {
    if (object == 0) {
      throw none();
    }
    return object;
  }

  private static OutOfMemoryError none() {
    PyErrors.PyErr_Clear();
    return new OutOfMemoryError("Python has no memory for a value as large as this");
  }
}
