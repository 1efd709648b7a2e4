package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.SetObject;
import org.jspecify.annotations.Nullable;

/// How refusals name a Python object: objects are borrowed. Needs the GIL.
///
/// Python would write out a list of millions whole, and go down as deep as the stack reaches, for a
/// line of which sixty characters are told: what is large or deep is counted instead.
final class Descriptions {
  private static final int LONGEST_TEXT = 10_000;
  private static final int DEEPEST = 20;

  /// How many objects may be looked at.
  private int left = 1000;

  private Descriptions() {}

  /// The type and the beginning of the repr of an object, whatever that repr does: `str 'abc'`.
  static String of(long object) {
    return object == ObjectApi._Py_NoneStruct
        ? "None"
        : described(KnownClasses.name(Macros.Py_TYPE(object)), object);
  }

  /// The class of a Java value, and the beginning of the repr of what it became: `Long 1`.
  static String of(@Nullable Object value, long object) {
    return value == null ? "null" : described(value.getClass().getSimpleName(), object);
  }

  private static String described(String type, long object) {
    if (!new Descriptions().isModest(object, 0)) {
      long size = size(object);
      return size < 0 ? type : type + " of length " + size;
    }
    long repr = ObjectApi.PyObject_Repr(object);
    if (repr == 0) {
      PyErrors.PyErr_Clear();
      return type;
    }
    try {
      String text = Text.shown(repr);
      return type + " " + (text.length() > 60 ? text.substring(0, 57) + "..." : text);
    } finally {
      Macros.Py_DECREF(repr);
    }
  }

  /// The length, or -1 where that cannot be told.
  private static long size(long object) {
    long size = Abstract.PyObject_Size(object);
    if (size < 0) {
      PyErrors.PyErr_Clear();
    }
    return size;
  }

  /// Whether the text of a built-in container, str or bytes is neither long nor deep.
  private boolean isModest(long object, int depth) {
    long type = Macros.Py_TYPE(object);
    if (--left < 0 || depth > DEEPEST) {
      return false;
    }
    if (Macros.PyType_HasFeature(type, Layout.LIST_SUBCLASS | Layout.TUPLE_SUBCLASS)) {
      return isModestSequence(object, depth);
    }
    if (Macros.PyType_HasFeature(type, Layout.DICT_SUBCLASS)) {
      return isModestDict(object, depth);
    }
    if (type == SetObject.PySet_Type || type == SetObject.PyFrozenSet_Type) {
      return isModestSet(object, depth);
    }
    return !Macros.PyType_HasFeature(type, Layout.UNICODE_SUBCLASS | Layout.BYTES_SUBCLASS)
        || size(object) <= LONGEST_TEXT;
  }

  private boolean isModestSequence(long object, int depth) {
    boolean list = Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.LIST_SUBCLASS);
    long size = list ? Macros.PyList_GET_SIZE(object) : Macros.PyTuple_GET_SIZE(object);
    boolean modest = size <= left;
    for (int i = 0; modest && i < size; i++) {
      modest = isModest(Readers.item(object, i), depth + 1);
    }
    return modest;
  }

  private boolean isModestDict(long dict, int depth) {
    boolean modest = DictObject.PyDict_Size(dict) <= left / 2;
    long slots = PyMem.PyMem_RawMalloc(24);
    Memory.putLong(slots, 0);
    while (modest && DictObject.PyDict_Next(dict, slots, slots + 8, slots + 16) != 0) {
      modest =
          isModest(Memory.getLong(slots + 8), depth + 1)
              && isModest(Memory.getLong(slots + 16), depth + 1);
    }
    PyMem.PyMem_RawFree(slots);
    return modest;
  }

  private boolean isModestSet(long set, int depth) {
    boolean modest = SetObject.PySet_Size(set) <= left;
    long iterator = modest ? Abstract.PyObject_GetIter(set) : 0;
    if (iterator == 0) {
      PyErrors.PyErr_Clear();
      return false;
    }
    for (long element; modest && (element = Abstract.PyIter_Next(iterator)) != 0; ) {
      modest = isModest(element, depth + 1);
      Macros.Py_DECREF(element);
    }
    Macros.Py_DECREF(iterator);
    return modest;
  }
}
