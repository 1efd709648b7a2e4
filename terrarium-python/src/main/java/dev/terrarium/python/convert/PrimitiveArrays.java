package dev.terrarium.python.convert;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;

/// Readers of primitive arrays: from lists and tuples of numbers, and `byte[]` from bytes.
///
/// Runs of exact ints and floats are read in place.
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

  /// Whether a type is an array of arrays, of any depth, of primitives.
  static boolean isNested(Class<?> array) {
    Class<?> element = array.componentType();
    while (element.isArray()) {
      element = element.componentType();
    }
    return element.isPrimitive();
  }

  /// What a buffer or range holds, copied, where the object is neither a list nor a tuple.
  private static Object buffer(FromPython from, long object, Class<?> array) {
    Reader listed = READERS.get(array);
    if (listed != null && array != byte[].class && Ranges.isRange(object)) {
      return Objects.requireNonNull(Ranges.read(from, object, listed));
    }
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
    int i = 0;
    try {
      while ((i = Runs.longs(object, i, numbers)) < numbers.length) {
        numbers[i] = Scalars.longValue(from, Readers.item(object, i));
        i++;
      }
    } catch (Mismatch mismatch) {
      throw mismatch.at(i);
    }
    return numbers;
  }

  private static double[] doubles(FromPython from, long object) {
    if (!isList(object)) {
      return (double[]) buffer(from, object, double[].class);
    }
    double[] numbers = new double[Readers.size(from, object)];
    int i = 0;
    try {
      while ((i = Runs.doubles(object, i, numbers)) < numbers.length) {
        numbers[i] = Scalars.doubleValue(from, Readers.item(object, i));
        i++;
      }
    } catch (Mismatch mismatch) {
      throw mismatch.at(i);
    }
    return numbers;
  }

  private static Reader other(Class<?> component) {
    return (from, object) -> {
      if (!isList(object)) {
        return buffer(from, object, component.arrayType());
      }
      Reader element = Objects.requireNonNull(Scalars.of(component));
      int length = Readers.size(from, object);
      Object numbers = Array.newInstance(component, length);
      int i = 0;
      try {
        for (; i < length; i++) {
          Array.set(numbers, i, element.read(from, Readers.item(object, i)));
        }
      } catch (Mismatch mismatch) {
        throw mismatch.at(i);
      }
      return numbers;
    };
  }
}
