package dev.terrarium.capi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `unicodeobject.h`: text.
@SuppressWarnings({"MemberName", "restricted"}) // The names are C's.
public final class UnicodeObject {
  /// `str`. Borrowed.
  public static final long PyUnicode_Type = Binding.object("PyUnicode_Type");

  private static final MethodHandle FROM_STRING_AND_SIZE =
      Binding.leaf("PyUnicode_FromStringAndSize", 2);
  private static final MethodHandle AS_UTF8_AND_SIZE =
      Binding.function("PyUnicode_AsUTF8AndSize", 2);
  private static final MethodHandle READ_CHAR = Binding.function("PyUnicode_ReadChar", 2);
  private static final MethodHandle INTERN_FROM_STRING =
      Binding.function("PyUnicode_InternFromString", 1);
  private static final MethodHandle INTERN_IN_PLACE =
      Binding.function("PyUnicode_InternInPlace", 1);
  private static final MethodHandle JOIN = Binding.function("PyUnicode_Join", 2);

  private static final MethodHandle FROM_HEAP =
      Binding.link(
          "PyUnicode_FromStringAndSize",
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG),
          Linker.Option.critical(true));

  private UnicodeObject() {}

  /// `PyUnicode_FromStringAndSize` of bytes on the heap, which are not copied on the way: new
  /// reference, or 0 with an exception set. Needs the GIL.
  public static long PyUnicode_FromStringAndSize(byte[] utf8) {
    try {
      return (long) FROM_HEAP.invokeExact(MemorySegment.ofArray(utf8), (long) utf8.length);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyUnicode_FromStringAndSize(const char *utf8, Py_ssize_t length)`: new reference,
  /// or 0 with an exception set. Needs the GIL.
  public static long PyUnicode_FromStringAndSize(long utf8, long length) {
    try {
      return (long) FROM_STRING_AND_SIZE.invokeExact(utf8, length, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `const char *PyUnicode_AsUTF8AndSize(PyObject *text, Py_ssize_t *length)`: borrowed from the
  /// text, or 0 with an exception set (a lone surrogate). Needs the GIL.
  public static long PyUnicode_AsUTF8AndSize(long text, long length) {
    try {
      return (long) AS_UTF8_AND_SIZE.invokeExact(text, length, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_UCS4 PyUnicode_ReadChar(PyObject *text, Py_ssize_t index)`: the character there, or -1
  /// with an exception set. Needs the GIL.
  public static int PyUnicode_ReadChar(long text, long index) {
    try {
      return (int) (long) READ_CHAR.invokeExact(text, index, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyUnicode_InternFromString(const char *utf8)`: new reference, or 0 with an
  /// exception set. Needs the GIL.
  public static long PyUnicode_InternFromString(long utf8) {
    try {
      return (long) INTERN_FROM_STRING.invokeExact(utf8, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyUnicode_InternInPlace(PyObject **text)`: replaces a reference to a str by one to the
  /// interned str that is equal to it. Needs the GIL.
  public static void PyUnicode_InternInPlace(long text) {
    try {
      long _ = (long) INTERN_IN_PLACE.invokeExact(text, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyUnicode_Join(PyObject *separator, PyObject *sequence)`: new reference, or 0 with
  /// an exception set. Needs the GIL.
  public static long PyUnicode_Join(long separator, long sequence) {
    try {
      return (long) JOIN.invokeExact(separator, sequence, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
