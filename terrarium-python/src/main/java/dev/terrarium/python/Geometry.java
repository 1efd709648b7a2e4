package dev.terrarium.python;

import java.nio.ByteOrder;
import java.util.Arrays;

/// How an array's elements lie in memory: type, byte order, shape and strides.
final class Geometry {
  final ElementType type;
  final ByteOrder order;
  final long[] shape;

  /// In bytes; negative where an axis runs backwards, 0 where it repeats one element.
  final long[] strides;

  /// @param shape and strides, which are taken over
  Geometry(ElementType type, ByteOrder order, long[] shape, long[] strides) {
    this.type = type;
    this.order = order;
    this.shape = shape;
    this.strides = strides;
  }

  /// Elements in this machine's byte order, one after the other in C's order.
  static Geometry contiguous(ElementType type, long[] shape) {
    return new Geometry(type, ByteOrder.nativeOrder(), shape, strides(type.bytes(), shape));
  }

  private static long[] strides(long itemSize, long[] shape) {
    long[] strides = new long[shape.length];
    long stride = itemSize;
    for (int axis = shape.length; axis-- > 0; ) {
      strides[axis] = stride;
      stride = Math.multiplyExact(stride, Math.max(1, shape[axis]));
    }
    return strides;
  }

  /// The number of elements.
  long size() {
    long size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  /// Whether the elements lie one after the other in C's order.
  boolean isContiguous() {
    long expected = type.bytes();
    for (int axis = shape.length; axis-- > 0; ) {
      if (shape[axis] > 1 && strides[axis] != expected) {
        return size() == 0;
      }
      expected *= shape[axis];
    }
    return true;
  }

  boolean isNativeOrder() {
    return type.bytes() == 1 || order == ByteOrder.nativeOrder();
  }

  /// From the first element's address to the lowest byte of any: not positive.
  long lowest() {
    long lowest = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      lowest += Math.min(0, strides[axis] * (shape[axis] - 1));
    }
    return size() == 0 ? 0 : lowest;
  }

  /// From the lowest byte to the end of the highest element.
  long span() {
    if (size() == 0) {
      return 0;
    }
    long highest = type.bytes();
    for (int axis = 0; axis < shape.length; axis++) {
      highest += Math.max(0, strides[axis] * (shape[axis] - 1));
    }
    return highest - lowest();
  }

  /// From the lowest byte to an element.
  ///
  /// @throws IndexOutOfBoundsException when there is no such element
  long offset(long... index) {
    if (index.length != shape.length) {
      throw new IndexOutOfBoundsException(
          "an array of shape %s takes %d indices, not %d"
              .formatted(Arrays.toString(shape), shape.length, index.length));
    }
    long offset = -lowest();
    for (int axis = 0; axis < shape.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw new IndexOutOfBoundsException(
            "the index %s lies outside the shape %s"
                .formatted(Arrays.toString(index), Arrays.toString(shape)));
      }
      offset += index[axis] * strides[axis];
    }
    return offset;
  }
}
