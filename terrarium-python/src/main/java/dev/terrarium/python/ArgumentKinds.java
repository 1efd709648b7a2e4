package dev.terrarium.python;

import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.BytesObject;
import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.SetObject;
import dev.terrarium.python.reflect.Argument;
import dev.terrarium.python.reflect.Argument.Kind;
import java.math.BigInteger;

/// What sort of value each argument from Python is, for the choice of an overload. Needs the GIL.
final class ArgumentKinds {
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
    if (type == FloatObject.PyFloat_Type) {
      return Argument.of(Kind.FLOAT);
    }
    if (Macros.PyType_HasFeature(type, Layout.LONG_SUBCLASS)) {
      return new Argument(Kind.INT, bits(arguments.toJava(index)), null);
    }
    if (Macros.PyType_HasFeature(type, Layout.UNICODE_SUBCLASS)) {
      return new Argument(Kind.TEXT, String.valueOf(arguments.toJava(index)).length(), null);
    }
    Kind container = container(type);
    return container == Kind.OTHER ? ofOther(arguments, index) : Argument.of(container);
  }

  private static int bits(@org.jspecify.annotations.Nullable Object number) {
    return switch (number) {
      case Long small -> Long.SIZE + 1 - Long.numberOfLeadingZeros(small ^ (small >> 63));
      case BigInteger large -> large.bitLength() + 1;
      case null, default -> Long.SIZE;
    };
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
    if (type == SetObject.PySet_Type || type == SetObject.PyFrozenSet_Type) {
      return Kind.SET;
    }
    return type == BytesObject.PyBytes_Type ? Kind.BYTES : Kind.OTHER;
  }

  private static Argument ofOther(PyArguments arguments, int index) {
    Object java = arguments.toJava(index);
    if (java != null && !(java instanceof PyObject)) {
      return Argument.of(java);
    }
    Border border = arguments.gil().attachment.border;
    long callable =
        arguments.gil().attachment.interpreter.functions.of(border, "builtins.callable");
    Object answer = border.read(boolean.class, border.callRaw(callable, arguments.pointer(index)));
    return Argument.of(Boolean.TRUE.equals(answer) ? Kind.CALLABLE : Kind.OTHER);
  }
}
