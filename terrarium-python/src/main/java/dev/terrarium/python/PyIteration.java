package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;

/// Python's iterator protocol on raw pointers. Needs the GIL.
final class PyIteration {
  private PyIteration() {}

  /// `iter()` of an object: a new reference.
  static long of(Border border, long iterable) {
    return border.checked(Abstract.PyObject_GetIter(iterable));
  }

  /// The next element: a new reference, or 0 at the end.
  static long next(Border border, long iterator) {
    long element = Abstract.PyIter_Next(iterator);
    if (element == 0 && PyErrors.PyErr_Occurred() != 0) {
      throw border.raised();
    }
    return element;
  }

  /// Ends a generator, or what behaves like one; leaves any other iterator, a file for example, as
  /// it is.
  static void close(Border border, long iterator) {
    if (has(border, iterator, "throw") && has(border, iterator, "close")) {
      long close = Modules.attribute(border, iterator, "close");
      try {
        Macros.Py_DECREF(border.callRaw(close));
      } finally {
        Macros.Py_DECREF(close);
      }
    }
  }

  /// Whether an object has an attribute that can be had.
  static boolean has(Border border, long object, String name) {
    long text = border.name(name);
    long attribute = ObjectApi.PyObject_GetAttr(object, text);
    Macros.Py_DECREF(text);
    if (attribute == 0) {
      PyErrors.PyErr_Clear();
      return false;
    }
    Macros.Py_DECREF(attribute);
    return true;
  }
}
