package dev.terrarium.broker;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a fixed number of numbers out of a Python array, list or tuple.
final class Numbers {
  private Numbers() {}

  /// Returns numbers, the last axis first.
  ///
  /// @param shape how many there are along each axis
  /// @throws ConversionFault if there are others
  static double[] of(ForeignValue value, int... shape) {
    return of(Plain.of(value), shape);
  }

  /// Returns the numbers of a value that has been converted.
  static double[] of(@Nullable Object value, int... shape) {
    var numbers = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    if (value instanceof ArrayView array) {
      read(array, shape, numbers);
    } else {
      read(value, shape, new Place(0, 0, "$"), numbers);
    }
    return numbers;
  }

  private static void read(ArrayView array, int[] shape, double[] into) {
    List<Integer> wanted = Arrays.stream(shape).boxed().toList();
    if (!array.shape().equals(wanted)) {
      throw new ConversionFault(
          "$",
          "expected an array of shape %s, got one of shape %s".formatted(wanted, array.shape()));
    }
    for (int i = 0; i < into.length; i++) {
      into[i] = element(array, i);
    }
  }

  private static double element(ArrayView array, int index) {
    var data = array.data();
    int start = data.position();
    return switch (array.dtype().substring(1)) {
      case "f8" -> data.getDouble(start + 8 * index);
      case "f4" -> data.getFloat(start + 4 * index);
      case "i8" -> data.getLong(start + 8 * index);
      case "i4" -> data.getInt(start + 4 * index);
      case "u4" -> Integer.toUnsignedLong(data.getInt(start + 4 * index));
      case "i2" -> data.getShort(start + 2 * index);
      case "u2" -> Short.toUnsignedInt(data.getShort(start + 2 * index));
      case "i1" -> data.get(start + index);
      case "u1" -> Byte.toUnsignedInt(data.get(start + index));
      default ->
          throw new ConversionFault(
              "$",
              "expected an array of numbers, such as float64, got one of dtype '%s'"
                  .formatted(array.dtype()));
    };
  }

  /// Where in nested lists one is.
  private record Place(int axis, int offset, String path) {}

  private static void read(@Nullable Object value, int[] shape, Place at, double[] into) {
    if (at.axis() == shape.length) {
      if (!(value instanceof Number number)) {
        throw new ConversionFault(at.path(), "expected a number, got " + Plain.kind(value));
      }
      into[at.offset()] = number.doubleValue();
      return;
    }
    int length = shape[at.axis()];
    if (!(value instanceof List<?> list) || list.size() != length) {
      String got = value instanceof List<?> other ? other.size() + " values" : Plain.kind(value);
      throw new ConversionFault(at.path(), "expected %d numbers, got %s".formatted(length, got));
    }
    int stride = into.length;
    for (int axis = 0; axis <= at.axis(); axis++) {
      stride /= shape[axis];
    }
    for (int i = 0; i < length; i++) {
      var next = new Place(at.axis() + 1, at.offset() + i * stride, at.path() + "[" + i + "]");
      read(list.get(i), shape, next, into);
    }
  }
}
