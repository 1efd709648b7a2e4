package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `floatobject.h`: floating-point numbers.
@SuppressWarnings("MemberName") // The names are C's.
public final class FloatObject {
  /// `float`. Borrowed.
  public static final long PyFloat_Type = Binding.object("PyFloat_Type");

  private static final MethodHandle FROM_STRING = Binding.function("PyFloat_FromString", 1);

  private FloatObject() {}

  /// `PyObject *PyFloat_FromString(PyObject *text)`: new reference, or 0 with an exception set.
  /// Needs the GIL.
  public static long PyFloat_FromString(long text) {
    try {
      return (long) FROM_STRING.invokeExact(text, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyFloat_FromDouble(double value)`: new reference, or 0 with an exception set. Needs
  /// the GIL.
  public static long PyFloat_FromDouble(double value) {
    try {
      return (long) FromDouble.HANDLE.invokeExact(value);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `double PyFloat_AsDouble(PyObject *object)`: the value of a float or of a subclass of it.
  /// Needs the GIL.
  public static double PyFloat_AsDouble(long object) {
    try {
      return (double) AsDouble.HANDLE.invokeExact(object);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// Linked when the first double is passed, since doubles are shapes of their own.
  private static final class FromDouble {
    static final MethodHandle HANDLE = Binding.leaf("PyFloat_FromDouble", Binding.LONG_OF_DOUBLE);
  }

  /// Linked when the first double is read by a call.
  private static final class AsDouble {
    static final MethodHandle HANDLE = Binding.leaf("PyFloat_AsDouble", Binding.DOUBLE_OF_LONG);
  }
}
