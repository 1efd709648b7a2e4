package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `object.h`: references, attributes, truth and text of any object.
@SuppressWarnings("MemberName") // The names are C's.
public final class ObjectApi {
  /// `None`. Borrowed.
  public static final long _Py_NoneStruct = Binding.object("_Py_NoneStruct");

  /// The comparison `==` of [#PyObject_RichCompareBool].
  public static final int Py_EQ = 2;

  private static final MethodHandle INC_REF = Binding.leaf("Py_IncRef", 1);
  private static final MethodHandle DEC_REF = Binding.function("Py_DecRef", 1);
  private static final MethodHandle DEALLOC = Binding.function("_Py_Dealloc", 1);
  private static final MethodHandle GET_ATTR = Binding.function("PyObject_GetAttr", 2);
  private static final MethodHandle SET_ATTR = Binding.function("PyObject_SetAttr", 3);
  private static final MethodHandle REPR = Binding.function("PyObject_Repr", 1);
  private static final MethodHandle STR = Binding.function("PyObject_Str", 1);
  private static final MethodHandle IS_TRUE = Binding.function("PyObject_IsTrue", 1);
  private static final MethodHandle TYPE = Binding.function("PyObject_Type", 1);
  private static final MethodHandle GET_FLAGS = Binding.leaf("PyType_GetFlags", 1);
  private static final MethodHandle IS_SUBTYPE = Binding.leaf("PyType_IsSubtype", 2);

  private static final MethodHandle RICH_COMPARE_BOOL =
      Binding.function("PyObject_RichCompareBool", 3);

  private ObjectApi() {}

  /// `int PyObject_RichCompareBool(PyObject *one, PyObject *other, int operator)`: 1, 0, or -1 with
  /// an exception set; an object is equal to itself. Needs the GIL.
  public static int PyObject_RichCompareBool(long one, long other, int operator) {
    try {
      return (int) (long) RICH_COMPARE_BOOL.invokeExact(one, other, (long) operator, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void Py_IncRef(PyObject *object)`: one more reference. Needs the GIL.
  public static void Py_IncRef(long object) {
    try {
      long _ = (long) INC_REF.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void Py_DecRef(PyObject *object)`: one reference less; may run any Python code. Needs the
  /// GIL.
  public static void Py_DecRef(long object) {
    try {
      long _ = (long) DEC_REF.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void _Py_Dealloc(PyObject *object)`: destroys an object whose count is 0; may run any Python
  /// code. Needs the GIL.
  public static void _Py_Dealloc(long object) {
    try {
      long _ = (long) DEALLOC.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_GetAttr(PyObject *object, PyObject *name)`: new reference, or 0 with an
  /// exception set. Needs the GIL.
  public static long PyObject_GetAttr(long object, long name) {
    try {
      return (long) GET_ATTR.invokeExact(object, name, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_SetAttr(PyObject *object, PyObject *name, PyObject *value)`: 0, or -1 with an
  /// exception set. Needs the GIL.
  public static int PyObject_SetAttr(long object, long name, long value) {
    try {
      return (int) (long) SET_ATTR.invokeExact(object, name, value, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_Repr(PyObject *object)`: new reference, or 0 with an exception set. Needs
  /// the GIL.
  public static long PyObject_Repr(long object) {
    try {
      return (long) REPR.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_Str(PyObject *object)`: new reference, or 0 with an exception set. Needs
  /// the GIL.
  public static long PyObject_Str(long object) {
    try {
      return (long) STR.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyObject_IsTrue(PyObject *object)`: 1, 0, or -1 with an exception set. Needs the GIL.
  public static int PyObject_IsTrue(long object) {
    try {
      return (int) (long) IS_TRUE.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyObject_Type(PyObject *object)`: new reference. Needs the GIL.
  public static long PyObject_Type(long object) {
    try {
      return (long) TYPE.invokeExact(object, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `unsigned long PyType_GetFlags(PyTypeObject *type)`: the flags of a type. Needs the GIL.
  public static long PyType_GetFlags(long type) {
    try {
      return (long) GET_FLAGS.invokeExact(type, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyType_IsSubtype(PyTypeObject *type, PyTypeObject *parent)`: 1 when a type is its parent
  /// or inherits from it. Needs the GIL.
  public static int PyType_IsSubtype(long type, long parent) {
    try {
      return (int) (long) IS_SUBTYPE.invokeExact(type, parent, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
