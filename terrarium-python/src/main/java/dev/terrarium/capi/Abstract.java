package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `abstract.h`: calls, items, iteration and buffers of any object.
@SuppressWarnings("MemberName") // The names are C's.
public final class Abstract {
  private static final MethodHandle CALL = Binding.function("PyObject_Call", 3);
  private static final MethodHandle VECTORCALL = Binding.function("PyObject_Vectorcall", 4);
  private static final MethodHandle VECTORCALL_DICT =
      Binding.function("PyObject_VectorcallDict", 4);
  private static final MethodHandle GET_ITEM = Binding.function("PyObject_GetItem", 2);
  private static final MethodHandle SET_ITEM = Binding.function("PyObject_SetItem", 3);
  private static final MethodHandle DEL_ITEM = Binding.function("PyObject_DelItem", 2);
  private static final MethodHandle SIZE = Binding.function("PyObject_Size", 1);
  private static final MethodHandle GET_ITER = Binding.function("PyObject_GetIter", 1);
  private static final MethodHandle NEXT = Binding.function("PyIter_Next", 1);
  private static final MethodHandle IS_INSTANCE = Binding.function("PyObject_IsInstance", 2);
  private static final MethodHandle INDEX_CHECK = Binding.leaf("PyIndex_Check", 1);
  private static final MethodHandle INDEX = Binding.function("PyNumber_Index", 1);
  private static final MethodHandle TO_BASE = Binding.function("PyNumber_ToBase", 2);
  private static final MethodHandle GET_BUFFER = Binding.function("PyObject_GetBuffer", 3);
  private static final MethodHandle RELEASE = Binding.function("PyBuffer_Release", 1);
  private static final MethodHandle CHECK_BUFFER = Binding.leaf("PyObject_CheckBuffer", 1);

  private static final MethodHandle SEQUENCE_LIST = Binding.function("PySequence_List", 1);

  private Abstract() {}

  /// `PyObject *PySequence_List(PyObject *iterable)`: new reference to a list of its elements, or 0
  /// with an exception set. Needs the GIL.
  public static long PySequence_List(long iterable) {
    try {
      return (long) SEQUENCE_LIST.invokeExact(iterable, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs)`: new
  /// reference, or 0 with an exception set. Needs the GIL.
  public static long PyObject_Call(long callable, long args, long kwargs) {
    try {
      return (long) CALL.invokeExact(callable, args, kwargs, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_Vectorcall(PyObject *callable, PyObject **args, size_t nargsf, PyObject
  /// *kwnames)`: new reference, or 0 with an exception set; exported since 3.11. Needs the GIL.
  public static long PyObject_Vectorcall(long callable, long args, long nargsf, long kwnames) {
    try {
      return (long) VECTORCALL.invokeExact(callable, args, nargsf, kwnames);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_VectorcallDict(PyObject *callable, PyObject **args, size_t nargsf,
  /// PyObject *kwargs)`: new reference, or 0 with an exception set. Needs the GIL.
  public static long PyObject_VectorcallDict(long callable, long args, long nargsf, long kwargs) {
    try {
      return (long) VECTORCALL_DICT.invokeExact(callable, args, nargsf, kwargs);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_GetItem(PyObject *object, PyObject *key)`: new reference, or 0 with an
  /// exception set. Needs the GIL.
  public static long PyObject_GetItem(long object, long key) {
    try {
      return (long) GET_ITEM.invokeExact(object, key, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_SetItem(PyObject *object, PyObject *key, PyObject *value)`: 0, or -1 with an
  /// exception set. Needs the GIL.
  public static int PyObject_SetItem(long object, long key, long value) {
    try {
      return (int) (long) SET_ITEM.invokeExact(object, key, value, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_DelItem(PyObject *object, PyObject *key)`: 0, or -1 with an exception set. Needs
  /// the GIL.
  public static int PyObject_DelItem(long object, long key) {
    try {
      return (int) (long) DEL_ITEM.invokeExact(object, key, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `Py_ssize_t PyObject_Size(PyObject *object)`: the length, or -1 with an exception set. Needs
  /// the GIL.
  public static long PyObject_Size(long object) {
    try {
      return (long) SIZE.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_GetIter(PyObject *object)`: new reference, or 0 with an exception set.
  /// Needs the GIL.
  public static long PyObject_GetIter(long object) {
    try {
      return (long) GET_ITER.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyIter_Next(PyObject *iterator)`: new reference, or 0 at the end or with an
  /// exception set. Needs the GIL.
  public static long PyIter_Next(long iterator) {
    try {
      return (long) NEXT.invokeExact(iterator, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_IsInstance(PyObject *object, PyObject *type)`: 1, 0, or -1 with an exception
  /// set. Needs the GIL.
  public static int PyObject_IsInstance(long object, long type) {
    try {
      return (int) (long) IS_INSTANCE.invokeExact(object, type, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyIndex_Check(PyObject *object)`: 1 when the object has `__index__`. Needs the GIL.
  public static int PyIndex_Check(long object) {
    try {
      return (int) (long) INDEX_CHECK.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyNumber_Index(PyObject *object)`: new reference to an int, or 0 with an exception
  /// set. Needs the GIL.
  public static long PyNumber_Index(long object) {
    try {
      return (long) INDEX.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyNumber_ToBase(PyObject *integer, int base)`: new reference to text such as
  /// `0xff`, or 0 with an exception set. Needs the GIL.
  public static long PyNumber_ToBase(long integer, int base) {
    try {
      return (long) TO_BASE.invokeExact(integer, (long) base, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_GetBuffer(PyObject *object, Py_buffer *view, int flags)`: 0 and a view that owns
  /// a reference to the object, or -1 with an exception set. Needs the GIL.
  public static int PyObject_GetBuffer(long object, long view, int flags) {
    try {
      return (int) (long) GET_BUFFER.invokeExact(object, view, (long) flags, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyBuffer_Release(Py_buffer *view)`: gives a view and its reference back. Needs the GIL.
  public static void PyBuffer_Release(long view) {
    try {
      long _ = (long) RELEASE.invokeExact(view, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_CheckBuffer(PyObject *object)`: 1 when the object exports a buffer. Needs the
  /// GIL.
  public static int PyObject_CheckBuffer(long object) {
    try {
      return (int) (long) CHECK_BUFFER.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
