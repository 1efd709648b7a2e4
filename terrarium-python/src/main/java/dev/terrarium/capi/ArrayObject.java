package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `numpy/__multiarray_api.h`: NumPy's arrays, by the table of functions that NumPy publishes in a
/// capsule.
///
/// The places in the table have not moved since NumPy 1.7; new functions are added at its end.
@SuppressWarnings("MemberName") // The names are C's.
public final class ArrayObject {
  /// `NPY_ARRAY_CARRAY_RO`: contiguous in C's order, and aligned.
  public static final int NPY_ARRAY_CARRAY_RO = 0x0101;

  /// `NPY_ARRAY_WRITEABLE`.
  public static final int NPY_ARRAY_WRITEABLE = 0x0400;

  private static final int PY_ARRAY_TYPE = 2;
  private static final int DESCR_FROM_TYPE = 45;
  private static final int NEW_FROM_DESCR = 94;
  private static final int SET_BASE_OBJECT = 282;

  private static long table;

  private ArrayObject() {}

  /// Binds the functions of the table that `_ARRAY_API` points to. Needs the GIL.
  public static void bind(long arrayApi) {
    table = arrayApi;
  }

  /// `PyArray_Descr *PyArray_DescrFromType(int type)`: new reference, or 0 with an exception set.
  /// Needs the GIL.
  public static long PyArray_DescrFromType(int type) {
    try {
      return (long) Table.DESCR.invokeExact((long) type, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyArray_NewFromDescr(PyTypeObject *, PyArray_Descr *, int nd, npy_intp *dims,
  /// npy_intp *strides, void *data, int flags, PyObject *)`: an exact ndarray over memory it does
  /// not own; steals the descriptor; new reference, or 0 with an exception set. Needs the GIL.
  public static long PyArray_NewFromDescr(long descr, int nd, long dims, long data, int flags) {
    try {
      return (long)
          Table.NEW.invokeExact(Table.TYPE, descr, (long) nd, dims, 0L, data, (long) flags, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyArray_SetBaseObject(PyArrayObject *array, PyObject *base)`: steals the base, which
  /// lives as long as the array; 0, or -1 with an exception set. Needs the GIL.
  public static int PyArray_SetBaseObject(long array, long base) {
    try {
      return (int) (long) Table.SET_BASE.invokeExact(array, base, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// Bound when first used, after [#bind].
  private static final class Table {
    static final long TYPE = entry(PY_ARRAY_TYPE);
    static final MethodHandle DESCR = Binding.at(entry(DESCR_FROM_TYPE), 1);
    static final MethodHandle NEW = Binding.at(entry(NEW_FROM_DESCR), 8);
    static final MethodHandle SET_BASE = Binding.at(entry(SET_BASE_OBJECT), 2);

    private static long entry(int index) {
      if (table == 0) {
        throw new IllegalStateException("NumPy's functions are not bound yet");
      }
      return Memory.getLong(table + 8L * index);
    }
  }
}
