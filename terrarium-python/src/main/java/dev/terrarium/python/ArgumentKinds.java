package dev.terrarium.python;

import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.BytesObject;
import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.RangeObject;
import dev.terrarium.capi.SetObject;
import dev.terrarium.python.reflect.Argument;
import dev.terrarium.python.reflect.Argument.Kind;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What sort of value each argument from Python is, for the choice of an overload. Needs the GIL.
final class ArgumentKinds {
  /// How long a text is said to be that no Java text can be: longer than a char.
  private static final int UNREADABLE = 2;

  private ArgumentKinds() {}

  static Argument of(PyArguments arguments, int index) {
    long object = arguments.pointer(index);
    long type = Macros.Py_TYPE(object);
    if (object == ObjectApi._Py_NoneStruct) {
      return Argument.of(Kind.NONE);
    }
    if (type == BoolObject.PyBool_Type) {
      return Argument.of(Kind.BOOL);
    }
    if (ObjectApi.PyType_IsSubtype(type, FloatObject.PyFloat_Type) != 0) {
      return Argument.of(Kind.FLOAT);
    }
    if (Macros.PyType_HasFeature(type, Layout.LONG_SUBCLASS)) {
      return ofInteger((BigInteger) read(arguments, index, BigInteger.class));
    }
    if (Macros.PyType_HasFeature(type, Layout.UNICODE_SUBCLASS)) {
      return ofText((String) read(arguments, index, String.class));
    }
    Kind container = container(type);
    return container == Kind.OTHER ? ofOther(arguments, index) : Argument.of(container);
  }

  /// An argument as a type, or null where it cannot be read as that.
  private static @Nullable Object read(PyArguments arguments, int index, Class<?> type) {
    try {
      return arguments.as(index, type);
    } catch (ConversionException unfit) { // Who asks for it as that type will say so.
      return null;
    }
  }

  private static Argument ofInteger(@Nullable BigInteger number) {
    return new Argument(Kind.INT, number == null ? Long.SIZE : number.bitLength() + 1, null);
  }

  private static Argument ofText(@Nullable String text) {
    return new Argument(Kind.TEXT, text == null ? UNREADABLE : text.length(), null);
  }

  private static Kind container(long type) {
    if (Macros.PyType_HasFeature(type, Layout.LIST_SUBCLASS)) {
      return Kind.LIST;
    }
    if (Macros.PyType_HasFeature(type, Layout.TUPLE_SUBCLASS)) {
      return Kind.TUPLE;
    }
    if (Macros.PyType_HasFeature(type, Layout.DICT_SUBCLASS)) {
      return Kind.DICT;
    }
    if (isSetType(type)) {
      return Kind.SET;
    }
    return type == BytesObject.PyBytes_Type ? Kind.BYTES : Kind.OTHER;
  }

  private static boolean isSetType(long type) {
    return ObjectApi.PyType_IsSubtype(type, SetObject.PySet_Type) != 0
        || ObjectApi.PyType_IsSubtype(type, SetObject.PyFrozenSet_Type) != 0;
  }

  /// Whether an object is a set or a frozenset.
  static boolean isSet(long object) {
    return isSetType(Macros.Py_TYPE(object));
  }

  /// Whether an object is none of the built-in containers and texts, nor a range.
  static boolean isOther(long object) {
    long type = Macros.Py_TYPE(object);
    return container(type) == Kind.OTHER
        && type != RangeObject.PyRange_Type
        && !Macros.PyType_HasFeature(type, Layout.UNICODE_SUBCLASS);
  }

  private static Argument ofOther(PyArguments arguments, int index) {
    Border border = arguments.gil().attachment.border;
    Object java = border.carried(arguments.pointer(index));
    if (java != null) {
      return Argument.of(java);
    }
    Object value = read(arguments, index, Object.class);
    if (value instanceof PyObject object) {
      object.close();
    } else if (value != null) {
      return ofValue(value);
    }
    long callable =
        arguments.gil().attachment.interpreter.functions.of(border, "builtins.callable");
    Object answer = border.read(boolean.class, border.callRaw(callable, arguments.pointer(index)));
    return Argument.of(Boolean.TRUE.equals(answer) ? Kind.CALLABLE : Kind.OTHER);
  }

  /// What is a number, a truth or a text to Java is one to the rules: NumPy's scalars are.
  private static Argument ofValue(Object value) {
    return switch (value) {
      case Boolean _ -> Argument.of(Kind.BOOL);
      case Double _ -> Argument.of(Kind.FLOAT);
      case Long number -> ofInteger(BigInteger.valueOf(number));
      case BigInteger number -> ofInteger(number);
      case String text -> ofText(text);
      default -> new Argument(Kind.OTHER, 0, value);
    };
  }
}
