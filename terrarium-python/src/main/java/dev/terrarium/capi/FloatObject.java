package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `floatobject.h`: floating-point numbers.
@SuppressWarnings("MemberName") // The names are C's.
public final class FloatObject {
  /// `float`. Borrowed.
  public static final long PyFloat_Type = Binding.object("PyFloat_Type");

  private static final MethodHandle FROM_DOUBLE =
      Binding.leaf("PyFloat_FromDouble", Binding.LONG_OF_DOUBLE);
  private static final MethodHandle AS_DOUBLE =
      Binding.leaf("PyFloat_AsDouble", Binding.DOUBLE_OF_LONG);

  private FloatObject() {}

  /// `PyObject *PyFloat_FromDouble(double value)`: new reference, or 0 with an exception set. Needs
  /// the GIL.
  public static long PyFloat_FromDouble(double value) {
    try {
      return (long) FROM_DOUBLE.invokeExact(value);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `double PyFloat_AsDouble(PyObject *object)`: the value of a float or of a subclass of it.
  /// Needs the GIL.
  public static double PyFloat_AsDouble(long object) {
    try {
      return (double) AS_DOUBLE.invokeExact(object);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
