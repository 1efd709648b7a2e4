package dev.terrarium.python.convert;

import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.ListObject;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import java.util.function.IntToLongFunction;

/// Primitive arrays as lists of Python numbers, and lists as primitive arrays.
///
/// The loops for `long` and `double` stand written out: they are the bulk path, and nothing in them
/// may be a call that the compiler cannot see through.
final class PrimitiveLists {
  private PrimitiveLists() {}

  static long of(long[] numbers) {
    long list = Allocated.orThrow(ListObject.PyList_New(numbers.length));
    long items = Macros.itemsOf(list);
    for (int i = 0; i < numbers.length; i++) {
      Macros.fill(list, items, i, LongObject.PyLong_FromLongLong(numbers[i]));
    }
    return list;
  }

  static long of(double[] numbers) {
    long list = Allocated.orThrow(ListObject.PyList_New(numbers.length));
    long items = Macros.itemsOf(list);
    for (int i = 0; i < numbers.length; i++) {
      Macros.fill(list, items, i, FloatObject.PyFloat_FromDouble(numbers[i]));
    }
    return list;
  }

  static long of(int[] numbers) {
    return of(numbers.length, i -> LongObject.PyLong_FromLongLong(numbers[i]));
  }

  static long of(short[] numbers) {
    return of(numbers.length, i -> LongObject.PyLong_FromLongLong(numbers[i]));
  }

  static long of(float[] numbers) {
    return of(numbers.length, i -> FloatObject.PyFloat_FromDouble(numbers[i]));
  }

  static long of(boolean[] truths) {
    return of(
        truths.length,
        i -> {
          long truth = truths[i] ? BoolObject._Py_TrueStruct : BoolObject._Py_FalseStruct;
          Macros.Py_INCREF(truth);
          return truth;
        });
  }

  private static long of(int length, IntToLongFunction element) {
    long list = Allocated.orThrow(ListObject.PyList_New(length));
    for (int i = 0; i < length; i++) {
      Macros.PyList_SET_ITEM(list, i, element.applyAsLong(i));
    }
    return list;
  }
}
