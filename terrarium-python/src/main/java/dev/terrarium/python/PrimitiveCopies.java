package dev.terrarium.python;

import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.events.Crossing;
import dev.terrarium.python.events.Crossings;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Copies of arrays as primitive arrays of exactly their type and as many axes: `long[]` of one,
/// `long[][]` of two.
///
/// Nothing is flattened or nested on the way, since the numbers alone do not tell the shape.
/// Unsigned numbers have no primitive, but for bytes.
final class PrimitiveCopies {
  /// What Java's arrays hold at most.
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private PrimitiveCopies() {}

  /// Whether a type is one of such copies.
  static boolean isCopy(Class<?> type) {
    return type.isArray() && element(type).isPrimitive();
  }

  private static Class<?> element(Class<?> array) {
    Class<?> element = array;
    while (element.isArray()) {
      element = element.componentType();
    }
    return element;
  }

  private static int axes(Class<?> array) {
    int axes = 0;
    for (Class<?> type = array; type.isArray(); type = type.componentType()) {
      axes++;
    }
    return axes;
  }

  /// @param type of the copy: an array of primitives, or of such arrays
  /// @throws Mismatch when elements or axes are others
  static Object of(NdArray array, Class<?> type) {
    Geometry geometry = array.geometry;
    checkShape(geometry, type);
    checkElements(geometry, type);
    if (!geometry.isContiguous() || !geometry.isNativeOrder()) {
      try (NativeArray gathered = array.copy()) {
        return nested(gathered.memory(), geometry, 0, type);
      }
    }
    Crossing crossing = Crossings.copy();
    Object copied = nested(array.memory(), geometry, 0, type);
    Crossings.end(crossing, array.type().name(), array.size() * array.type().bytes());
    return copied;
  }

  /// The elements below one axis, which lie one after the other.
  private static Object nested(MemorySegment memory, Geometry geometry, int axis, Class<?> type) {
    if (axis == geometry.shape.length - 1) {
      return primitives(memory, type);
    }
    int length = (int) geometry.shape[axis];
    Class<?> below = type.componentType();
    Object copies = Array.newInstance(below, length);
    long bytes = length == 0 ? 0 : memory.byteSize() / length;
    for (int i = 0; i < length; i++) {
      Array.set(copies, i, nested(memory.asSlice(i * bytes, bytes), geometry, axis + 1, below));
    }
    return copies;
  }

  private static Object primitives(MemorySegment memory, Class<?> type) {
    if (type == double[].class) {
      return memory.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }
    if (type == long[].class) {
      return memory.toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }
    if (type == byte[].class) {
      return memory.toArray(ValueLayout.JAVA_BYTE);
    }
    if (type == float[].class) {
      return memory.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }
    return type == int[].class
        ? memory.toArray(ValueLayout.JAVA_INT_UNALIGNED)
        : memory.toArray(ValueLayout.JAVA_SHORT_UNALIGNED);
  }

  private static void checkShape(Geometry geometry, Class<?> type) {
    int axes = axes(type);
    long[] shape = geometry.shape;
    if (shape.length == 0) {
      throw new Mismatch(
          "a single number in an array, of the shape [], is no %s: ask for item() in Python, or read it with array()"
              .formatted(type.getSimpleName()));
    }
    if (shape.length != axes) {
      String name = type.getSimpleName();
      throw new Mismatch(
          "an array of the shape %s cannot be read as %s, which has %s: ask for %s, for %s, or for array(), which knows the shape"
              .formatted(
                  Arrays.toString(shape),
                  name,
                  axes == 1 ? "one axis" : axes + " axes",
                  name.substring(0, name.indexOf('[')) + "[]".repeat(shape.length),
                  type == byte[].class
                      ? "tobytes() in Python"
                      : axes == 1 ? "reshape(-1) in Python" : "another shape in Python"));
    }
    for (long extent : shape) {
      if (extent > LONGEST) {
        throw new Mismatch(
            "an array of the shape %s has an axis longer than Java's arrays: read it with array()"
                .formatted(Arrays.toString(shape)));
      }
    }
  }

  private static void checkElements(Geometry geometry, Class<?> type) {
    Class<?> element = element(type);
    Class<?> exact = primitive(geometry.type);
    if (element == exact) {
      return;
    }
    String name = type.getSimpleName();
    String fitting = exact == null ? "" : exact.getSimpleName() + "[]".repeat(axes(type));
    String numpy = numpy(element);
    throw new Mismatch(
        "an array of %s cannot be read as %s: ask for %s%s, or read its elements with array()"
            .formatted(
                geometry.type,
                name,
                fitting.isEmpty() ? "" : fitting + ", for ",
                numpy == null ? "tolist() in Python" : "astype('" + numpy + "') in Python"));
  }

  /// What holds every number of a type and no other; null where Java has none.
  private static @Nullable Class<?> primitive(ElementType type) {
    return switch (type) {
      case FLOAT64 -> double.class;
      case FLOAT32 -> float.class;
      case INT64 -> long.class;
      case INT32 -> int.class;
      case INT16 -> short.class;
      case INT8, UINT8 -> byte.class;
      case BOOL, UINT16, UINT32, UINT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128 -> null;
    };
  }

  /// NumPy's name for what a primitive holds; null for what NumPy lends as something else.
  private static @Nullable String numpy(Class<?> primitive) {
    if (primitive == boolean.class || primitive == char.class) {
      return null;
    }
    return switch (primitive.getSimpleName()) {
      case "double" -> "float64";
      case "float" -> "float32";
      case "long" -> "int64";
      case "int" -> "int32";
      case "short" -> "int16";
      default -> "int8";
    };
  }
}
