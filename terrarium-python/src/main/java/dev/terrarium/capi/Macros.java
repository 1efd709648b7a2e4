package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// What the headers define as macros and inline functions, and so no library exports.
///
/// Each reads memory where [Direct] allows it, and makes a call where it does not. All need the
/// GIL.
@SuppressWarnings("MemberName") // The names are C's.
public final class Macros {
  private static final boolean IMMORTALS = Version.atLeast(12);

  private Macros() {}

  /// `Py_TYPE`: borrowed; the type of an object.
  public static long Py_TYPE(long object) {
    if (Direct.READS) {
      return Memory.getLong(object + Layout.OB_TYPE);
    }
    long type = ObjectApi.PyObject_Type(object);
    ObjectApi.Py_DecRef(type); // The object keeps it.
    return type;
  }

  /// `Py_INCREF`: one more reference.
  public static void Py_INCREF(long object) {
    if (!Direct.READS) {
      ObjectApi.Py_IncRef(object);
    } else if (IMMORTALS) {
      int count = Memory.getInt(object);
      if (count >= 0) {
        Memory.putInt(object, count + 1);
      }
    } else {
      Memory.putLong(object, Memory.getLong(object) + 1);
    }
  }

  /// `Py_DECREF`: one reference less; may run any Python code.
  public static void Py_DECREF(long object) {
    if (!Direct.READS) {
      ObjectApi.Py_DecRef(object);
    } else if (dropsLast(object)) {
      long type = Memory.getLong(object + Layout.OB_TYPE);
      if (type == LongObject.PyLong_Type
          || type == FloatObject.PyFloat_Type
          || type == UnicodeObject.PyUnicode_Type) {
        Plain.dealloc(object);
      } else {
        ObjectApi._Py_Dealloc(object);
      }
    }
  }

  private static boolean dropsLast(long object) {
    if (IMMORTALS) {
      int count = Memory.getInt(object);
      if (count < 0) {
        return false;
      }
      Memory.putInt(object, count - 1);
      return count == 1;
    }
    long count = Memory.getLong(object) - 1;
    Memory.putLong(object, count);
    return count == 0;
  }

  /// `PyType_HasFeature`: whether a type has any of the flags.
  public static boolean PyType_HasFeature(long type, long flags) {
    return (Direct.READS
            ? Memory.getLong(type + Layout.TP_FLAGS) & flags
            : ObjectApi.PyType_GetFlags(type) & flags)
        != 0;
  }

  /// `PyFloat_AS_DOUBLE` of a float or of a subclass of it.
  public static double PyFloat_AS_DOUBLE(long object) {
    return Direct.READS
        ? Memory.getDouble(object + Layout.OB_FVAL)
        : FloatObject.PyFloat_AsDouble(object);
  }

  /// `PyUnstable_Long_IsCompact`: whether an int has at most one digit of 30 bits.
  public static boolean PyLong_IsCompact(long object) {
    return Direct.READS && isCompactDirect(object);
  }

  /// `PyUnstable_Long_CompactValue` of a compact int.
  public static long PyLong_CompactValue(long object) {
    return compactValueDirect(object);
  }

  static boolean isCompactDirect(long object) {
    long tag = Memory.getLong(object + Layout.LV_TAG);
    return IMMORTALS ? Long.compareUnsigned(tag, 16) < 0 : tag + 1 >= 0 && tag <= 1;
  }

  static long compactValueDirect(long object) {
    long tag = Memory.getLong(object + Layout.LV_TAG);
    long sign = IMMORTALS ? 1 - (tag & 3) : tag;
    return sign * Memory.getInt(object + Layout.OB_DIGIT);
  }

  /// What `PyCapsule_GetPointer` gives for a capsule of ours, whose name is not looked at again.
  public static long capsulePointer(long capsule, long name) {
    return Direct.READS
        ? Memory.getLong(capsule + Layout.CAPSULE_POINTER)
        : CapsuleApi.PyCapsule_GetPointer(capsule, name);
  }

  /// `PyList_GET_SIZE`.
  public static long PyList_GET_SIZE(long list) {
    return Direct.READS ? Memory.getLong(list + Layout.OB_SIZE) : ListObject.PyList_Size(list);
  }

  /// `PyList_GET_ITEM`: borrowed.
  public static long PyList_GET_ITEM(long list, long index) {
    return Direct.READS
        ? Memory.getLong(Memory.getLong(list + Layout.LIST_OB_ITEM) + 8 * index)
        : ListObject.PyList_GetItem(list, index);
  }

  /// Fills a fresh list, whose items lie at [#itemsOf]: steals the item, into an empty slot.
  public static void fill(long list, long items, long index, long item) {
    if (Direct.READS) {
      Memory.putLong(items + 8 * index, item);
    } else {
      int _ = ListObject.PyList_SetItem(list, index, item);
    }
  }

  /// Where a list's items lie, as long as its size does not change; 0 where that may not be known.
  public static long itemsOf(long list) {
    return Direct.READS ? Memory.getLong(list + Layout.LIST_OB_ITEM) : 0;
  }

  /// `PyList_SET_ITEM`: steals the item, into an empty slot.
  public static void PyList_SET_ITEM(long list, long index, long item) {
    if (Direct.READS) {
      Memory.putLong(Memory.getLong(list + Layout.LIST_OB_ITEM) + 8 * index, item);
    } else {
      int _ = ListObject.PyList_SetItem(list, index, item);
    }
  }

  /// `PyDict_GET_SIZE`.
  public static long PyDict_GET_SIZE(long dict) {
    return Direct.READS ? Memory.getLong(dict + Layout.DICT_USED) : DictObject.PyDict_Size(dict);
  }

  /// `PyTuple_GET_SIZE`.
  public static long PyTuple_GET_SIZE(long tuple) {
    return Direct.READS ? Memory.getLong(tuple + Layout.OB_SIZE) : TupleObject.PyTuple_Size(tuple);
  }

  /// `PyTuple_GET_ITEM`: borrowed.
  public static long PyTuple_GET_ITEM(long tuple, long index) {
    return Direct.READS
        ? Memory.getLong(tuple + Layout.TUPLE_OB_ITEM + 8 * index)
        : TupleObject.PyTuple_GetItem(tuple, index);
  }

  /// `PyTuple_SET_ITEM`: steals the item, into an empty slot.
  public static void PyTuple_SET_ITEM(long tuple, long index, long item) {
    if (Direct.READS) {
      Memory.putLong(tuple + Layout.TUPLE_OB_ITEM + 8 * index, item);
    } else {
      int _ = TupleObject.PyTuple_SetItem(tuple, index, item);
    }
  }

  /// The end of objects that refer to nothing, linked as a leaf: it runs no Python code.
  private static final class Plain {
    private static final MethodHandle DEALLOC = Binding.leaf("_Py_Dealloc", 1);

    static void dealloc(long object) {
      try {
        long _ = (long) DEALLOC.invokeExact(object, 0L, 0L, 0L);
      } catch (Throwable failure) {
        throw Binding.failed(failure);
      }
    }
  }
}
