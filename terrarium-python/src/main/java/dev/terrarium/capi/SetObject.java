package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `setobject.h`: sets and frozen sets.
@SuppressWarnings("MemberName") // The names are C's.
public final class SetObject {
  /// `set`. Borrowed.
  public static final long PySet_Type = Binding.object("PySet_Type");

  /// `frozenset`. Borrowed.
  public static final long PyFrozenSet_Type = Binding.object("PyFrozenSet_Type");

  private static final MethodHandle NEW = Binding.function("PySet_New", 1);
  private static final MethodHandle ADD = Binding.function("PySet_Add", 2);

  private static final MethodHandle FROZEN_SET_NEW = Binding.function("PyFrozenSet_New", 1);

  private static final MethodHandle SIZE = Binding.leaf("PySet_Size", 1);

  private SetObject() {}

  /// `PyObject *PyFrozenSet_New(PyObject *iterable)`: new reference, or 0 with an exception set;
  /// one that nobody else has seen may be filled by [#PySet_Add]. Needs the GIL.
  public static long PyFrozenSet_New(long iterable) {
    try {
      return (long) FROZEN_SET_NEW.invokeExact(iterable, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PySet_New(PyObject *iterable)`: new reference, or 0 with an exception set. Needs
  /// the GIL.
  public static long PySet_New(long iterable) {
    try {
      return (long) NEW.invokeExact(iterable, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PySet_Add(PyObject *set, PyObject *item)`: 0, or -1 with an exception set. Needs the GIL.
  public static int PySet_Add(long set, long item) {
    try {
      return (int) (long) ADD.invokeExact(set, item, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_ssize_t PySet_Size(PyObject *set)`: the number of elements of a set or frozenset. Needs
  /// the GIL.
  public static long PySet_Size(long set) {
    try {
      return (long) SIZE.invokeExact(set, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
