package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `longobject.h`: integers.
@SuppressWarnings("MemberName") // The names are C's.
public final class LongObject {
  /// `int`. Borrowed.
  public static final long PyLong_Type = Binding.object("PyLong_Type");

  private static final MethodHandle FROM_LONG_LONG = Binding.leaf("PyLong_FromLongLong", 1);
  private static final MethodHandle AS_LONG_LONG_AND_OVERFLOW =
      Binding.leaf("PyLong_AsLongLongAndOverflow", 2);
  private static final MethodHandle FROM_STRING = Binding.function("PyLong_FromString", 3);

  private LongObject() {}

  /// `PyObject *PyLong_FromLongLong(long long value)`: new reference, or 0 with an exception set.
  /// Needs the GIL.
  public static long PyLong_FromLongLong(long value) {
    try {
      return (long) FROM_LONG_LONG.invokeExact(value, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `long long PyLong_AsLongLongAndOverflow(PyObject *object, int *overflow)`: the value of an
  /// int; where it does not fit, -1 and the sign in overflow. Needs the GIL.
  public static long PyLong_AsLongLongAndOverflow(long object, long overflow) {
    try {
      return (long) AS_LONG_LONG_AND_OVERFLOW.invokeExact(object, overflow, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyLong_FromString(const char *text, char **end, int base)`: new reference, or 0
  /// with an exception set. Needs the GIL.
  public static long PyLong_FromString(long text, long end, int base) {
    try {
      return (long) FROM_STRING.invokeExact(text, end, (long) base, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
