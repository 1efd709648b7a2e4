package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `dictobject.h`: dictionaries.
@SuppressWarnings("MemberName") // The names are C's.
public final class DictObject {
  /// `dict`. Borrowed.
  public static final long PyDict_Type = Binding.object("PyDict_Type");

  private static final MethodHandle NEW = Binding.function("PyDict_New", 0);
  private static final MethodHandle SET_ITEM = Binding.function("PyDict_SetItem", 3);
  private static final MethodHandle GET_ITEM_WITH_ERROR =
      Binding.function("PyDict_GetItemWithError", 2);
  private static final MethodHandle SIZE = Binding.leaf("PyDict_Size", 1);
  private static final MethodHandle NEXT = Binding.leaf("PyDict_Next", 4);

  private DictObject() {}

  /// `PyObject *PyDict_New(void)`: new reference, or 0 with an exception set. Needs the GIL.
  public static long PyDict_New() {
    try {
      return (long) NEW.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyDict_SetItem(PyObject *dict, PyObject *key, PyObject *value)`: 0, or -1 with an
  /// exception set; takes references of its own. Needs the GIL.
  public static int PyDict_SetItem(long dict, long key, long value) {
    try {
      return (int) (long) SET_ITEM.invokeExact(dict, key, value, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyDict_GetItemWithError(PyObject *dict, PyObject *key)`: borrowed; 0 when absent,
  /// or with an exception set. Needs the GIL.
  public static long PyDict_GetItemWithError(long dict, long key) {
    try {
      return (long) GET_ITEM_WITH_ERROR.invokeExact(dict, key, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_ssize_t PyDict_Size(PyObject *dict)`: the number of entries. Needs the GIL.
  public static long PyDict_Size(long dict) {
    try {
      return (long) SIZE.invokeExact(dict, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyDict_Next(PyObject *dict, Py_ssize_t *position, PyObject **key, PyObject **value)`: 1
  /// and borrowed key and value, or 0 at the end. Needs the GIL.
  public static int PyDict_Next(long dict, long position, long key, long value) {
    try {
      return (int) (long) NEXT.invokeExact(dict, position, key, value);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
