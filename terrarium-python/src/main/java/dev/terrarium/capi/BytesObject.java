package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `bytesobject.h`: bytes.
@SuppressWarnings("MemberName") // The names are C's.
public final class BytesObject {
  /// `bytes`. Borrowed.
  public static final long PyBytes_Type = Binding.object("PyBytes_Type");

  private static final MethodHandle FROM_STRING_AND_SIZE =
      Binding.leaf("PyBytes_FromStringAndSize", 2);
  private static final MethodHandle AS_STRING = Binding.leaf("PyBytes_AsString", 1);
  private static final MethodHandle SIZE = Binding.leaf("PyBytes_Size", 1);

  private BytesObject() {}

  /// `PyObject *PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t length)`: new reference, or
  /// 0 with an exception set. Needs the GIL.
  public static long PyBytes_FromStringAndSize(long bytes, long length) {
    try {
      return (long) FROM_STRING_AND_SIZE.invokeExact(bytes, length, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `char *PyBytes_AsString(PyObject *bytes)`: borrowed from the bytes. Needs the GIL.
  public static long PyBytes_AsString(long bytes) {
    try {
      return (long) AS_STRING.invokeExact(bytes, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_ssize_t PyBytes_Size(PyObject *bytes)`: the length. Needs the GIL.
  public static long PyBytes_Size(long bytes) {
    try {
      return (long) SIZE.invokeExact(bytes, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
