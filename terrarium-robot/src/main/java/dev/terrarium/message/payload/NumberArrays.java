package dev.terrarium.message.payload;

import dev.terrarium.message.ArrayView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads numbers from the forms in which several of them come: lists, rows, arrays of Java and of
/// NumPy.
final class NumberArrays {
  private static final Kind FLOAT = new Kind.FloatKind();

  private NumberArrays() {}

  /// Returns the numbers of an array of any shape, row by row; null of what is no array.
  static double @Nullable [] numbers(Kind.Place place, Object value) {
    return switch (value) {
      case double[] numbers -> numbers;
      case ArrayView array -> elements(place, array);
      default -> null;
    };
  }

  /// Returns the numbers of an array or of a list of lists of this shape, row by row; null of what
  /// is neither.
  static double @Nullable [] numbers(Kind.Place place, Object value, List<Integer> shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    if (value instanceof List<?> list) {
      var numbers = new ArrayList<Double>(count);
      collect(place, list, shape, 0, numbers);
      return numbers.stream().mapToDouble(it -> it).toArray();
    }
    if (value instanceof ArrayView array && !array.shape().equals(shape)) {
      throw place.fault("expected an array of shape " + shape + ", not " + array.shape());
    }
    double[] numbers = numbers(place, value);
    if (numbers != null && numbers.length != count) {
      throw place.fault("expected " + count + " numbers, not " + numbers.length);
    }
    return numbers;
  }

  private static void collect(
      Kind.Place place, List<?> list, List<Integer> shape, int depth, List<Double> numbers) {
    if (list.size() != shape.get(depth)) {
      throw place.fault(
          "expected "
              + shape.get(depth)
              + (depth + 1 == shape.size() ? " numbers" : " rows")
              + ", not "
              + list.size());
    }
    for (int i = 0; i < list.size(); i++) {
      Object item = list.get(i);
      if (item == null) {
        throw place.at(i).fault("expected a number, not null");
      }
      if (depth + 1 == shape.size()) {
        numbers.add((Double) FLOAT.read(place.at(i), item));
      } else if (item instanceof List<?> row) {
        collect(place.at(i), row, shape, depth + 1, numbers);
      } else {
        throw place.at(i).fault("expected a row of " + shape.get(depth + 1) + " numbers");
      }
    }
  }

  /// Returns the integers of an array.
  static List<Long> integers(Kind.Place place, ArrayView array) {
    var data = array.data().duplicate().order(array.data().order());
    String type = array.dtype().substring(1);
    var numbers = new ArrayList<Long>();
    while (data.hasRemaining()) {
      long number =
          switch (type) {
            case "i1" -> data.get();
            case "u1" -> Byte.toUnsignedLong(data.get());
            case "i2" -> data.getShort();
            case "u2" -> Short.toUnsignedLong(data.getShort());
            case "i4" -> data.getInt();
            case "u4" -> Integer.toUnsignedLong(data.getInt());
            case "i8" -> data.getLong();
            default ->
                throw place.fault(
                    "expected an array of integers of up to 64 bits with a sign, not of "
                        + array.dtype()
                        + "; convert it with astype('int64')");
          };
      numbers.add(number);
    }
    return numbers;
  }

  private static double[] elements(Kind.Place place, ArrayView array) {
    var data = array.data().duplicate().order(array.data().order());
    String type = array.dtype().substring(1);
    int size = type.equals("f8") ? Double.BYTES : type.equals("f4") ? Float.BYTES : 0;
    if (size == 0) {
      throw place.fault(
          "expected an array of float64 or float32, not of "
              + array.dtype()
              + "; convert it with astype(float)");
    }
    var numbers = new double[data.remaining() / size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = size == Double.BYTES ? data.getDouble() : data.getFloat();
    }
    return numbers;
  }
}
