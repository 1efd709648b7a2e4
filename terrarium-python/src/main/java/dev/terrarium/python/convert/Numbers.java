package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyMem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Integers, floats and truth values.
///
/// An int of any size crosses exactly; through `long` where it fits and through hexadecimal text,
/// whose conversion is linear and has no limit in CPython, where it does not. A float crosses bit
/// for bit.
final class Numbers {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /// A new reference to an int.
  static long of(BigInteger value, Boundary boundary) {
    if (value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0) {
      return LongObject.PyLong_FromLongLong(value.longValue());
    }
    byte[] digits = value.toString(16).getBytes(StandardCharsets.US_ASCII);
    long text = PyMem.PyMem_RawMalloc(digits.length + 1L);
    Memory.putBytes(text, digits);
    Memory.putByte(text + digits.length, (byte) 0);
    long object = LongObject.PyLong_FromString(text, 0, 16);
    PyMem.PyMem_RawFree(text);
    if (object == 0) {
      throw boundary.raised();
    }
    return object;
  }

  /// Whether an object is an int, or of a subclass other than bool.
  static boolean isInteger(long type) {
    return type == LongObject.PyLong_Type
        || (type != BoolObject.PyBool_Type && Macros.PyType_HasFeature(type, Layout.LONG_SUBCLASS));
  }

  static boolean isFloat(long type) {
    return type == FloatObject.PyFloat_Type
        || ObjectApi.PyType_IsSubtype(type, FloatObject.PyFloat_Type) != 0;
  }

  /// The value of an int: a Long, or a BigInteger where that is too small.
  static Number value(long integer, Workspace workspace, Boundary boundary) {
    if (Macros.PyLong_IsCompact(integer)) {
      return Macros.PyLong_CompactValue(integer);
    }
    long overflow = workspace.take(8);
    Memory.putLong(overflow, 0);
    long value = LongObject.PyLong_AsLongLongAndOverflow(integer, overflow);
    boolean fits = Memory.getInt(overflow) == 0;
    workspace.give(overflow);
    return fits ? (Number) value : big(integer, boundary);
  }

  private static BigInteger big(long integer, Boundary boundary) {
    long text = Abstract.PyNumber_ToBase(integer, 16);
    if (text == 0) {
      throw boundary.raised();
    }
    String digits = Text.value(text).replace("0x", "");
    Macros.Py_DECREF(text);
    return new BigInteger(digits, 16);
  }
}
