package dev.terrarium.python.convert;

import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;

/// Readers of primitive arrays: from lists and tuples of numbers, and `byte[]` from bytes.
///
/// The loops for `long` and `double` stand written out, as the bulk path: an exact int or float is
/// read in place.
final class PrimitiveArrays {
  static final Map<Class<?>, Reader> READERS =
      Map.of(
          byte[].class, PrimitiveArrays::bytes,
          long[].class, PrimitiveArrays::longs,
          double[].class, PrimitiveArrays::doubles,
          int[].class, other(int.class),
          short[].class, other(short.class),
          float[].class, other(float.class),
          boolean[].class, other(boolean.class),
          char[].class, other(char.class));

  private PrimitiveArrays() {}

  /// What a buffer holds, copied, where the object is neither a list nor a tuple.
  private static Object buffer(FromPython from, long object, Class<?> array) {
    Object copied = from.boundary.outgoing(object, array);
    if (copied == null) {
      throw from.mismatch(array.getSimpleName(), object);
    }
    return copied;
  }

  private static boolean isList(long object) {
    return Macros.PyType_HasFeature(
        Macros.Py_TYPE(object), Layout.LIST_SUBCLASS | Layout.TUPLE_SUBCLASS);
  }

  private static byte[] bytes(FromPython from, long object) {
    if (Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.BYTES_SUBCLASS)) {
      return from.bytes(object);
    }
    return (byte[]) buffer(from, object, byte[].class);
  }

  private static long[] longs(FromPython from, long object) {
    if (!isList(object)) {
      return (long[]) buffer(from, object, long[].class);
    }
    long[] numbers = new long[Readers.size(from, object)];
    int[] next = {0};
    from.elements(
        object,
        item -> {
          int i = position(next, numbers.length);
          numbers[i] =
              Macros.Py_TYPE(item) == LongObject.PyLong_Type && Macros.PyLong_IsCompact(item)
                  ? Macros.PyLong_CompactValue(item)
                  : Scalars.longValue(from, item);
        });
    return whole(next, numbers);
  }

  private static double[] doubles(FromPython from, long object) {
    if (!isList(object)) {
      return (double[]) buffer(from, object, double[].class);
    }
    double[] numbers = new double[Readers.size(from, object)];
    int[] next = {0};
    from.elements(
        object,
        item -> {
          int i = position(next, numbers.length);
          numbers[i] =
              Macros.Py_TYPE(item) == FloatObject.PyFloat_Type
                  ? Macros.PyFloat_AS_DOUBLE(item)
                  : Scalars.doubleValue(from, item);
        });
    return whole(next, numbers);
  }

  private static Reader other(Class<?> component) {
    return (from, object) -> {
      if (!isList(object)) {
        return buffer(from, object, component.arrayType());
      }
      Reader element = Objects.requireNonNull(Scalars.READERS.get(component));
      Object numbers = Array.newInstance(component, Readers.size(from, object));
      int length = Array.getLength(numbers);
      int[] next = {0};
      from.elements(
          object, item -> Array.set(numbers, position(next, length), element.read(from, item)));
      return whole(next, numbers);
    };
  }

  private static int position(int[] next, int length) {
    if (next[0] == length) {
      throw new Mismatch("the list grew while it was read");
    }
    return next[0]++;
  }

  private static <A> A whole(int[] next, A array) {
    if (next[0] != Array.getLength(array)) {
      throw new Mismatch("the list shrank while it was read");
    }
    return array;
  }
}
