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

  private final long size;
  private final long lowest;
  private final long span;

  /// @param shape and strides, which are taken over
  /// @throws IllegalArgumentException when no memory has such a shape
  Geometry(ElementType type, ByteOrder order, long[] shape, long[] strides) {
    this.type = type;
    this.order = order;
    this.shape = shape;
    this.strides = strides;
    long elements = 1;
    long first = 0;
    long last = type.bytes();
    try {
      if (isEmpty(shape)) {
        elements = 0;
        last = 0;
      }
      for (int axis = 0; axis < shape.length && elements > 0; axis++) {
        elements = Math.multiplyExact(elements, shape[axis]);
        long reach = Math.multiplyExact(strides[axis], shape[axis] - 1);
        first = Math.addExact(first, Math.min(0, reach));
        last = Math.addExact(last, Math.max(0, reach));
      }
      this.size = elements;
      this.lowest = first;
      this.span = Math.subtractExact(last, first);
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException(
          "no memory holds an array of %s with the shape %s and the strides %s: it reaches beyond 64 bits"
              .formatted(type, Arrays.toString(shape), Arrays.toString(strides)),
          tooLarge);
    }
  }

  /// Whether an axis has no extent.
  private static boolean isEmpty(long[] shape) {
    boolean empty = false;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "a shape has no negative extents: " + Arrays.toString(shape));
      }
      empty |= extent == 0;
    }
    return empty;
  }

  /// Elements in this machine's byte order, one after the other in C's order.
  static Geometry contiguous(ElementType type, long[] shape) {
    return new Geometry(type, ByteOrder.nativeOrder(), shape, strides(type.bytes(), shape));
  }

  /// Where they cannot be told, since there are more bytes than addresses, the constructor refuses.
  private static long[] strides(long itemSize, long[] shape) {
    long[] strides = new long[shape.length];
    long stride = itemSize;
    for (int axis = shape.length; axis-- > 0; ) {
      strides[axis] = stride;
      long extent = Math.max(1, shape[axis]);
      stride = stride > Long.MAX_VALUE / extent ? Long.MAX_VALUE : stride * extent;
    }
    return strides;
  }

  /// The number of elements.
  long size() {
    return size;
  }

  /// Whether the elements lie one after the other in C's order.
  boolean isContiguous() {
    long expected = type.bytes();
    for (int axis = shape.length; axis-- > 0; ) {
      if (shape[axis] > 1 && strides[axis] != expected) {
        return size == 0;
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
    return lowest;
  }

  /// From the lowest byte to the end of the highest element.
  long span() {
    return span;
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
    long offset = -lowest;
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
