package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.RangeObject;
import org.jspecify.annotations.Nullable;

/// Reads ranges as the lists of their numbers. Needs the GIL.
final class Ranges {
  private Ranges() {}

  static boolean isRange(long object) {
    return Macros.Py_TYPE(object) == RangeObject.PyRange_Type;
  }

  /// Reads a range with the reader for lists.
  static @Nullable Object read(FromPython from, long range, Reader reader) {
    long list = Abstract.PySequence_List(range);
    if (list == 0) {
      throw from.boundary.raised("its numbers cannot be listed");
    }
    try {
      return reader.read(from, list);
    } finally {
      Macros.Py_DECREF(list);
    }
  }
}
