package dev.terrarium.worker.process;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A NumPy array as it came from a worker.
///
/// @param dtype such as `<f4`: byte order, kind, bytes of an element
/// @param data its elements, the last axis first
record WireArray(String dtype, List<Integer> shape, ByteBuffer data) {
  WireArray {
    long size = size(dtype, shape);
    if (size != data.remaining()) {
      throw new IllegalArgumentException(
          "an array of %d bytes has %d".formatted(size, data.remaining()));
    }
    data =
        data.slice().order(dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /// Returns how many bytes an array has.
  static long size(String dtype, List<? extends Number> shape) {
    long size = Integer.parseInt(dtype.substring(2));
    for (var extent : shape) {
      size = Math.multiplyExact(size, extent.longValue());
    }
    return size;
  }

  private int width() {
    return Integer.parseInt(dtype.substring(2));
  }

  ArrayView view() {
    return new ArrayView(dtype, shape, data);
  }

  /// Returns nested lists; of an array without axes, its element.
  @Nullable Object toLists() {
    return lists(0, new int[1]);
  }

  private @Nullable Object lists(int axis, int[] next) {
    if (axis == shape.size()) {
      return element(next[0]++);
    }
    List<@Nullable Object> list = new ArrayList<>(shape.get(axis));
    for (int i = 0; i < shape.get(axis); i++) {
      list.add(lists(axis + 1, next));
    }
    return list;
  }

  private Object element(int index) {
    int at = index * width();
    return switch (dtype.substring(1)) {
      case "f8" -> data.getDouble(at);
      case "f4" -> (double) data.getFloat(at);
      case "f2" -> (double) Float.float16ToFloat(data.getShort(at));
      case "i8" -> data.getLong(at);
      case "i4" -> (long) data.getInt(at);
      case "i2" -> (long) data.getShort(at);
      case "i1" -> (long) data.get(at);
      case "u8" -> unsigned(data.getLong(at));
      case "u4" -> Integer.toUnsignedLong(data.getInt(at));
      case "u2" -> (long) Short.toUnsignedInt(data.getShort(at));
      case "u1" -> (long) Byte.toUnsignedInt(data.get(at));
      case "b1" -> data.get(at) != 0;
      default ->
          throw new ConversionFault("$", "an array of " + dtype + " has no counterpart in Java");
    };
  }

  private static Object unsigned(long bits) {
    return bits >= 0 ? bits : (Object) new java.math.BigInteger(Long.toUnsignedString(bits));
  }

  /// Whether its elements are fractions.
  boolean isOfFractions() {
    return dtype.charAt(1) == 'f';
  }

  /// Writes its elements, which are fractions, as floats.
  void copyTo(java.nio.FloatBuffer target) {
    if ("f4".equals(dtype.substring(1))) {
      target.duplicate().put(data.asFloatBuffer());
      return;
    }
    for (int i = 0; i < target.capacity(); i++) {
      target.put(i, ((Double) element(i)).floatValue());
    }
  }
}
