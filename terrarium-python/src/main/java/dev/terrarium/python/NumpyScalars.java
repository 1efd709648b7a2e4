package dev.terrarium.python;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;

/// The values of NumPy's scalars, which merely wrap built-in ones. Needs the GIL.
final class NumpyScalars {
  private final Border border;

  /// `numpy.generic`, kept for ever, or 0 before it was needed.
  private long generic;

  NumpyScalars(Border border) {
    this.border = border;
  }

  /// A new reference to the built-in value of one of NumPy's scalars; 0 for any other object.
  long plain(long borrowed) {
    String type = Memory.getString(Memory.getLong(Macros.Py_TYPE(borrowed) + Layout.TP_NAME));
    if (!type.startsWith("numpy.") || type.equals("numpy.ndarray")) {
      return 0;
    }
    long generic = generic();
    if (ObjectApi.PyType_IsSubtype(Macros.Py_TYPE(borrowed), generic) == 0) {
      return 0;
    }
    long item = Modules.attribute(border, borrowed, "item");
    long value = border.callRaw(item);
    Macros.Py_DECREF(item);
    return isLossy(type, value) ? dropped(value) : value;
  }

  /// NumPy gives a time as a bare number where Python has none as fine, and "not a time" as None.
  private static boolean isLossy(String type, long value) {
    return (type.equals("numpy.datetime64") || type.equals("numpy.timedelta64"))
        && (value == ObjectApi._Py_NoneStruct || Macros.Py_TYPE(value) == LongObject.PyLong_Type);
  }

  private static long dropped(long value) {
    Macros.Py_DECREF(value);
    return 0;
  }

  private long generic() {
    if (generic == 0) {
      long numpy = Modules.load(border, "numpy");
      generic = Modules.attribute(border, numpy, "generic");
      Macros.Py_DECREF(numpy);
    }
    return generic;
  }
}
