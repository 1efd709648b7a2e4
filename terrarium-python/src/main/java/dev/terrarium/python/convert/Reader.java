package dev.terrarium.python.convert;

import org.jspecify.annotations.Nullable;

/// Reads a Python object as one Java type, or refuses it with a [Mismatch].
@FunctionalInterface
interface Reader {
  /// The object as this reader's type.
  ///
  /// @param object borrowed
  @Nullable Object read(FromPython from, long object);
}
