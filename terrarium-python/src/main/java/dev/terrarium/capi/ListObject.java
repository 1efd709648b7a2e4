package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `listobject.h`: lists.
@SuppressWarnings("MemberName") // The names are C's.
public final class ListObject {
  /// `list`. Borrowed.
  public static final long PyList_Type = Binding.object("PyList_Type");

  private static final MethodHandle NEW = Binding.function("PyList_New", 1);
  private static final MethodHandle SIZE = Binding.leaf("PyList_Size", 1);
  private static final MethodHandle GET_ITEM = Binding.leaf("PyList_GetItem", 2);
  private static final MethodHandle SET_ITEM = Binding.leaf("PyList_SetItem", 3);

  private ListObject() {}

  /// `PyObject *PyList_New(Py_ssize_t length)`: new reference to a list of empty slots, or 0 with
  /// an exception set. Needs the GIL.
  public static long PyList_New(long length) {
    try {
      return (long) NEW.invokeExact(length, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_ssize_t PyList_Size(PyObject *list)`: the length. Needs the GIL.
  public static long PyList_Size(long list) {
    try {
      return (long) SIZE.invokeExact(list, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyList_GetItem(PyObject *list, Py_ssize_t index)`: borrowed. Needs the GIL.
  public static long PyList_GetItem(long list, long index) {
    try {
      return (long) GET_ITEM.invokeExact(list, index, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyList_SetItem(PyObject *list, Py_ssize_t index, PyObject *item)`: steals the item; into
  /// an empty slot only, so that nothing is dropped. Needs the GIL.
  public static int PyList_SetItem(long list, long index, long item) {
    try {
      return (int) (long) SET_ITEM.invokeExact(list, index, item, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
