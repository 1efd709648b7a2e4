package dev.terrarium.python.convert;

import dev.terrarium.capi.Macros;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/// NumPy's times in nanoseconds, which its own conversion to Python would reduce to a bare number.
/// Needs the GIL.
final class NumpyTimes {
  static final String MOMENT = "numpy.datetime64";
  static final String DELTA = "numpy.timedelta64";

  private static final long SECOND = 1_000_000_000;

  private NumpyTimes() {}

  /// The nanoseconds of a scalar of that class and that unit; empty for any other object.
  static OptionalLong nanos(FromPython from, long object, String typeName) {
    if (!KnownClasses.name(Macros.Py_TYPE(object)).equals(typeName)
        || !format(from, object).endsWith("[ns]")) {
      return OptionalLong.empty();
    }
    long type = Text.of("int64");
    long convert = Attributes.get(from.boundary, object, "astype");
    long number = 0;
    try {
      number = Attributes.call(from.boundary, "it cannot be read as int64", convert, type);
      long nanos = Scalars.longValue(from, number);
      if (nanos == Long.MIN_VALUE) {
        throw from.mismatch("a time", object); // NaT: not a time.
      }
      return OptionalLong.of(nanos);
    } finally {
      Macros.Py_DECREF(type);
      Macros.Py_DECREF(convert);
      if (number != 0) {
        Macros.Py_DECREF(number);
      }
    }
  }

  static LocalDateTime moment(long nanos) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(nanos, SECOND), (int) Math.floorMod(nanos, SECOND), ZoneOffset.UTC);
  }

  /// Its array protocol's type, such as `<M8[ns]`.
  private static String format(FromPython from, long object) {
    long type = Attributes.get(from.boundary, object, "dtype");
    try {
      long text = Attributes.get(from.boundary, type, "str");
      try {
        return Scalars.text(from, text);
      } finally {
        Macros.Py_DECREF(text);
      }
    } finally {
      Macros.Py_DECREF(type);
    }
  }
}
