package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.ByteArrayObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Readers of single values: exact, or refused.
///
/// An integer is what says of itself that it is one (`__index__`, so NumPy's integers too), and
/// never a bool. A double may be an int that it holds exactly. Nothing is rounded, truncated or
/// parsed.
final class Scalars {
  /// What is a scalar.
  static final Set<Class<?>> TYPES =
      Set.of(
          long.class,
          Long.class,
          int.class,
          Integer.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class,
          double.class,
          Double.class,
          float.class,
          Float.class,
          boolean.class,
          Boolean.class,
          char.class,
          Character.class,
          String.class,
          CharSequence.class,
          BigInteger.class,
          Number.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          void.class,
          Void.class);

  private Scalars() {}

  /// The reader of a type, or null where that is no scalar.
  static @Nullable Reader of(Class<?> type) {
    return TYPES.contains(type) ? reader(type) : null;
  }

  /// Not a table, since each reader is a class that is made when the line that names it runs.
  private static Reader reader(Class<?> type) {
    return switch (type.getName()) {
      case "long", "java.lang.Long" -> Scalars::longValue;
      case "int", "java.lang.Integer" -> Scalars::intValue;
      case "short", "java.lang.Short" ->
          (from, object) -> (short) ranged(from, object, "short", Short.MIN_VALUE, Short.MAX_VALUE);
      case "byte", "java.lang.Byte" ->
          (from, object) -> (byte) ranged(from, object, "byte", Byte.MIN_VALUE, Byte.MAX_VALUE);
      case "double", "java.lang.Double" -> Scalars::doubleValue;
      case "float", "java.lang.Float" -> Scalars::floatValue;
      case "boolean", "java.lang.Boolean" -> Scalars::truth;
      case "char", "java.lang.Character" -> Scalars::character;
      case "java.lang.String", "java.lang.CharSequence" -> Scalars::text;
      case "java.math.BigInteger" -> (from, object) -> bigValue(from, object);
      case "java.lang.Number" -> Scalars::number;
      case "void", "java.lang.Void" -> Scalars::nothing;
      case "java.util.OptionalInt" ->
          (from, object) ->
              isNone(object) ? OptionalInt.empty() : OptionalInt.of(intValue(from, object));
      case "java.util.OptionalLong" ->
          (from, object) ->
              isNone(object) ? OptionalLong.empty() : OptionalLong.of(longValue(from, object));
      case "java.util.OptionalDouble" ->
          (from, object) ->
              isNone(object)
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(doubleValue(from, object));
      default -> throw new AssertionError(type + " is a scalar without a reader");
    };
  }

  private static int intValue(FromPython from, long object) {
    return (int) ranged(from, object, "int", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static boolean isNone(long object) {
    return object == ObjectApi._Py_NoneStruct;
  }

  private static @Nullable Object nothing(FromPython from, long object) {
    if (!isNone(object)) {
      throw from.mismatch("None", object);
    }
    return null;
  }

  /// Whether an object is an exact int of one digit, which is read in place.
  static boolean isCompact(long object) {
    return Macros.Py_TYPE(object) == LongObject.PyLong_Type && Macros.PyLong_IsCompact(object);
  }

  static long longValue(FromPython from, long object) {
    Number value = integer(from, object);
    if (value instanceof Long fits) {
      return fits;
    }
    throw new Mismatch("the int " + shortened(value) + " does not fit in a long");
  }

  private static long ranged(FromPython from, long object, String type, long least, long most) {
    Number value = integer(from, object);
    if (value instanceof Long fits && fits >= least && fits <= most) {
      return fits;
    }
    throw new Mismatch("the int " + shortened(value) + " does not fit in " + article(type));
  }

  private static String article(String type) {
    return type.equals("int") ? "an int" : "a " + type;
  }

  static BigInteger bigValue(FromPython from, long object) {
    Number value = integer(from, object);
    return value instanceof BigInteger big ? big : BigInteger.valueOf(value.longValue());
  }

  private static Number integer(FromPython from, long object) {
    if (Numbers.isInteger(Macros.Py_TYPE(object))) {
      return Numbers.value(object, from.workspace, from.boundary);
    }
    if (Readers.isBool(object) || Abstract.PyIndex_Check(object) == 0) {
      throw from.mismatch("int", object);
    }
    long index = Abstract.PyNumber_Index(object);
    if (index == 0) {
      throw from.boundary.raised(
          "the __index__ of " + KnownClasses.name(Macros.Py_TYPE(object)) + " fails");
    }
    try {
      return Numbers.value(index, from.workspace, from.boundary);
    } finally {
      Macros.Py_DECREF(index);
    }
  }

  static double doubleValue(FromPython from, long object) {
    long type = Macros.Py_TYPE(object);
    if (Numbers.isFloat(type)) {
      return Macros.PyFloat_AS_DOUBLE(object);
    }
    if (Numbers.isInteger(type)) {
      Number value = Numbers.value(object, from.workspace, from.boundary);
      double nearest = value.doubleValue();
      if (isExactly(nearest, value)) {
        return nearest;
      }
      throw new Mismatch("a double does not hold the int " + shortened(value) + " exactly");
    }
    return from.unwrapped(object, "float", value -> doubleValue(from, value));
  }

  private static boolean isExactly(double nearest, Number integer) {
    if (integer instanceof Long small) {
      return ExactDoubles.has(small);
    }
    return Double.isFinite(nearest)
        && new BigDecimal(nearest).compareTo(new BigDecimal(integer.toString())) == 0;
  }

  private static float floatValue(FromPython from, long object) {
    double value = doubleValue(from, object);
    float narrow = (float) value;
    if (narrow == value || Double.isNaN(value)) {
      return narrow;
    }
    throw new Mismatch("a float does not hold " + value + " exactly: read it as a double");
  }

  private static boolean truth(FromPython from, long object) {
    if (!Readers.isBool(object)) {
      return from.unwrapped(object, "bool", value -> truth(from, value));
    }
    return object == BoolObject._Py_TrueStruct;
  }

  private static char character(FromPython from, long object) {
    String text = text(from, object);
    if (text.length() != 1) {
      throw from.mismatch("str of one character", object);
    }
    return text.charAt(0);
  }

  static String text(FromPython from, long object) {
    if (!Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.UNICODE_SUBCLASS)) {
      throw from.mismatch("str", object);
    }
    return Text.value(object);
  }

  private static Number number(FromPython from, long object) {
    if (Numbers.isFloat(Macros.Py_TYPE(object))) {
      return Macros.PyFloat_AS_DOUBLE(object);
    }
    Decimals decimals = from.decimals;
    return decimals.isDecimal(from, object) ? decimals.read(from, object) : integer(from, object);
  }

  /// Whether an object is a bytearray or one of a subclass.
  static boolean isByteArray(long object) {
    return ObjectApi.PyType_IsSubtype(Macros.Py_TYPE(object), ByteArrayObject.PyByteArray_Type)
        != 0;
  }

  private static String shortened(Number value) {
    String digits =
        value instanceof BigInteger big && big.bitLength() > 200
            ? "of " + big.bitLength() + " bits"
            : value.toString();
    return digits;
  }
}
