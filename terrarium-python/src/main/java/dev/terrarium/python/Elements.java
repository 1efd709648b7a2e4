package dev.terrarium.python;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.terrarium.python.convert.ExactDoubles;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// One element of an array, read or written exactly or not at all.
final class Elements {
  private Elements() {}

  static double getDouble(MemorySegment memory, ElementType type, ByteOrder order, long at) {
    return switch (type) {
      case FLOAT64 -> memory.get(JAVA_DOUBLE_UNALIGNED.withOrder(order), at);
      case FLOAT32 -> memory.get(JAVA_FLOAT_UNALIGNED.withOrder(order), at);
      case FLOAT16 -> Float.float16ToFloat(memory.get(JAVA_SHORT_UNALIGNED.withOrder(order), at));
      case BFLOAT16 ->
          Float.intBitsToFloat(memory.get(JAVA_SHORT_UNALIGNED.withOrder(order), at) << 16);
      case COMPLEX64, COMPLEX128 -> throw complex(type);
      case UINT64 -> unsignedExactly(memory.get(JAVA_LONG_UNALIGNED.withOrder(order), at));
      default -> exactly(getLong(memory, type, order, at));
    };
  }

  private static double exactly(long number) {
    if (!ExactDoubles.has(number)) {
      throw noDouble(Long.toString(number));
    }
    return number;
  }

  private static double unsignedExactly(long bits) {
    if (!ExactDoubles.hasUnsigned(bits)) {
      throw noDouble(Long.toUnsignedString(bits));
    }
    return ExactDoubles.ofUnsigned(bits);
  }

  private static ArithmeticException noDouble(String number) {
    return new ArithmeticException(
        number + " is no double exactly: read it from the segment, or convert the array in Python");
  }

  static long getLong(MemorySegment memory, ElementType type, ByteOrder order, long at) {
    return switch (type) {
      case BOOL, UINT8 -> Byte.toUnsignedLong(memory.get(JAVA_BYTE, at));
      case INT8 -> memory.get(JAVA_BYTE, at);
      case INT16 -> memory.get(JAVA_SHORT_UNALIGNED.withOrder(order), at);
      case UINT16 -> Short.toUnsignedLong(memory.get(JAVA_SHORT_UNALIGNED.withOrder(order), at));
      case INT32 -> memory.get(JAVA_INT_UNALIGNED.withOrder(order), at);
      case UINT32 -> Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED.withOrder(order), at));
      case INT64 -> memory.get(JAVA_LONG_UNALIGNED.withOrder(order), at);
      case UINT64 -> unsigned(memory.get(JAVA_LONG_UNALIGNED.withOrder(order), at));
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
          throw new IllegalStateException(
              "an array of %s has no integers: read it with getDouble".formatted(type));
      case COMPLEX64, COMPLEX128 -> throw complex(type);
    };
  }

  private static long unsigned(long bits) {
    if (bits < 0) {
      throw new ArithmeticException(
          Long.toUnsignedString(bits) + " does not fit in a long: read the bits from the segment");
    }
    return bits;
  }

  static void setDouble(MemorySegment memory, Geometry at, long offset, double value) {
    switch (at.type) {
      case FLOAT64 -> memory.set(JAVA_DOUBLE_UNALIGNED.withOrder(at.order), offset, value);
      case FLOAT32 -> memory.set(JAVA_FLOAT_UNALIGNED.withOrder(at.order), offset, (float) value);
      case FLOAT16 ->
          memory.set(
              JAVA_SHORT_UNALIGNED.withOrder(at.order),
              offset,
              Float.floatToFloat16(sticky(value)));
      case BFLOAT16 ->
          memory.set(JAVA_SHORT_UNALIGNED.withOrder(at.order), offset, bfloat16(sticky(value)));
      default ->
          throw new IllegalStateException(
              "an array of %s holds no real numbers: write it with setLong, or by its segment"
                  .formatted(at.type));
    }
  }

  /// A float that rounds to half its bits as the double does: one that was cut off is odd, so that
  /// it never looks as if it lay in the middle.
  private static float sticky(double value) {
    float near = (float) value;
    if (near == value || Double.isNaN(value)) {
      return near;
    }
    int bits = Float.floatToRawIntBits(near);
    return Float.intBitsToFloat((Math.abs(near) > Math.abs(value) ? bits - 1 : bits) | 1);
  }

  /// The upper half, rounded to the nearest and to the even of two.
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short)
        (Float.isNaN(value) ? (bits >>> 16) | 0x40 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  static void setLong(MemorySegment memory, Geometry at, long offset, long value) {
    checkFits(at.type, value);
    switch (at.type) {
      case BOOL, INT8, UINT8 -> memory.set(JAVA_BYTE, offset, (byte) value);
      case INT16, UINT16 ->
          memory.set(JAVA_SHORT_UNALIGNED.withOrder(at.order), offset, (short) value);
      case INT32, UINT32 -> memory.set(JAVA_INT_UNALIGNED.withOrder(at.order), offset, (int) value);
      case INT64, UINT64 -> memory.set(JAVA_LONG_UNALIGNED.withOrder(at.order), offset, value);
      default ->
          throw new IllegalStateException(
              "an array of %s holds no integers: write it with setDouble, or by its segment"
                  .formatted(at.type));
    }
  }

  private static void checkFits(ElementType type, long value) {
    boolean fits =
        switch (type.kind) {
          case BOOL -> value == 0 || value == 1;
          case SIGNED -> type.bytes() == 8 || value >> (8 * type.bytes() - 1) == value >> 63;
          case UNSIGNED -> value >= 0 && (type.bytes() == 8 || value >> (8 * type.bytes()) == 0);
          case FLOAT, BFLOAT, COMPLEX -> true;
        };
    if (!fits) {
      throw new ArithmeticException("%d does not fit in an element of %s".formatted(value, type));
    }
  }

  private static IllegalStateException complex(ElementType type) {
    return new IllegalStateException(
        "an element of %s is two numbers: read them from the segment or a copy of it, or take .real and .imag in Python"
            .formatted(type));
  }

  /// Copies an array's elements to the start of other memory, in C's order and this machine's byte
  /// order.
  static void gather(MemorySegment from, Geometry geometry, MemorySegment to) {
    if (geometry.size() == 0) {
      return;
    }
    if (geometry.isContiguous()) {
      MemorySegment.copy(from, 0, to, 0, geometry.span());
    } else {
      new Gathering(from, geometry, to).axis(0, -geometry.lowest());
    }
    if (!geometry.isNativeOrder()) {
      int part =
          geometry.type.kind == ElementType.Kind.COMPLEX
              ? geometry.type.bytes() / 2
              : geometry.type.bytes();
      swap(to, part, geometry.size() * geometry.type.bytes());
    }
  }

  private static void swap(MemorySegment memory, int part, long bytes) {
    for (long at = 0; at < bytes; at += part) {
      switch (part) {
        case 2 ->
            memory.set(
                JAVA_SHORT_UNALIGNED, at, Short.reverseBytes(memory.get(JAVA_SHORT_UNALIGNED, at)));
        case 4 ->
            memory.set(
                JAVA_INT_UNALIGNED, at, Integer.reverseBytes(memory.get(JAVA_INT_UNALIGNED, at)));
        default ->
            memory.set(
                JAVA_LONG_UNALIGNED, at, Long.reverseBytes(memory.get(JAVA_LONG_UNALIGNED, at)));
      }
    }
  }

  /// The walk over a strided array, the slowest axis first.
  private static final class Gathering {
    private final MemorySegment from;
    private final Geometry geometry;
    private final MemorySegment to;
    private final int bytes;
    private long written;

    Gathering(MemorySegment from, Geometry geometry, MemorySegment to) {
      this.from = from;
      this.geometry = geometry;
      this.to = to;
      this.bytes = geometry.type.bytes();
    }

    void axis(int axis, long offset) {
      if (axis == geometry.shape.length) {
        element(offset);
        return;
      }
      for (long i = 0; i < geometry.shape[axis]; i++) {
        axis(axis + 1, offset + i * geometry.strides[axis]);
      }
    }

    private void element(long offset) {
      switch (bytes) {
        case 1 -> to.set(JAVA_BYTE, written, from.get(JAVA_BYTE, offset));
        case 2 -> to.set(JAVA_SHORT_UNALIGNED, written, from.get(JAVA_SHORT_UNALIGNED, offset));
        case 4 -> to.set(JAVA_INT_UNALIGNED, written, from.get(JAVA_INT_UNALIGNED, offset));
        case 8 -> to.set(JAVA_LONG_UNALIGNED, written, from.get(JAVA_LONG_UNALIGNED, offset));
        default -> MemorySegment.copy(from, offset, to, written, bytes);
      }
      written += bytes;
    }
  }
}
