package dev.terrarium.python.convert;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;

/// Attributes and methods of objects, as conversions ask for them: new references. Needs the GIL.
final class Attributes {
  private Attributes() {}

  /// An attribute that must be there.
  static long get(Boundary boundary, long object, String name) {
    long text = boundary.name(name);
    long attribute = ObjectApi.PyObject_GetAttr(object, text);
    Macros.Py_DECREF(text);
    if (attribute == 0) {
      throw boundary.raised("its attribute " + name + " cannot be read");
    }
    return attribute;
  }

  /// An attribute, or 0 where the object has none of that name.
  static long find(Boundary boundary, long object, String name) {
    long text = boundary.name(name);
    long attribute = ObjectApi.PyObject_GetAttr(object, text);
    Macros.Py_DECREF(text);
    if (attribute == 0) {
      if (PyErrors.PyErr_ExceptionMatches(PyErrors.PyExc_AttributeError) == 0) {
        throw boundary.raised("its attribute " + name + " cannot be read");
      }
      PyErrors.PyErr_Clear();
    }
    return attribute;
  }

  /// What a method returns.
  static long callMethod(Boundary boundary, long object, String method, long... arguments) {
    long bound = get(boundary, object, method);
    try {
      return call(boundary, "its method " + method + " fails", bound, arguments);
    } finally {
      Macros.Py_DECREF(bound);
    }
  }

  /// Calls what is kept, as part of a conversion whose refusal says what was tried.
  static long call(Boundary boundary, String trying, long callable, long... arguments) {
    long result = boundary.tryCall(callable, arguments);
    if (result == 0) {
      throw boundary.raised(trying);
    }
    return result;
  }
}
