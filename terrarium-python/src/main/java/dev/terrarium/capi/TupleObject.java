package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `tupleobject.h`: tuples.
@SuppressWarnings("MemberName") // The names are C's.
public final class TupleObject {
  /// `tuple`. Borrowed.
  public static final long PyTuple_Type = Binding.object("PyTuple_Type");

  private static final MethodHandle NEW = Binding.function("PyTuple_New", 1);
  private static final MethodHandle SIZE = Binding.leaf("PyTuple_Size", 1);
  private static final MethodHandle GET_ITEM = Binding.leaf("PyTuple_GetItem", 2);
  private static final MethodHandle SET_ITEM = Binding.leaf("PyTuple_SetItem", 3);

  private TupleObject() {}

  /// `PyObject *PyTuple_New(Py_ssize_t length)`: new reference to a tuple of empty slots, or 0 with
  /// an exception set. Needs the GIL.
  public static long PyTuple_New(long length) {
    try {
      return (long) NEW.invokeExact(length, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_ssize_t PyTuple_Size(PyObject *tuple)`: the length. Needs the GIL.
  public static long PyTuple_Size(long tuple) {
    try {
      return (long) SIZE.invokeExact(tuple, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyTuple_GetItem(PyObject *tuple, Py_ssize_t index)`: borrowed. Needs the GIL.
  public static long PyTuple_GetItem(long tuple, long index) {
    try {
      return (long) GET_ITEM.invokeExact(tuple, index, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item)`: steals the item;
  /// into an empty slot only. Needs the GIL.
  public static int PyTuple_SetItem(long tuple, long index, long item) {
    try {
      return (int) (long) SET_ITEM.invokeExact(tuple, index, item, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
