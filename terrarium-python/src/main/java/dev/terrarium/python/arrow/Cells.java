package dev.terrarium.python.arrow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.terrarium.python.arrow.ArrowType.Layout;
import dev.terrarium.python.convert.ExactDoubles;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// One value of a column that is not null, out of the column's buffers.
final class Cells {
  private static final int VIEW = 16;
  private static final int INLINE = 12;

  private Cells() {}

  /// The bytes of a value of fixed size, or 0.
  static int width(ArrowType type) {
    return switch (type) {
      case ArrowType.Int it -> it.bits() / 8;
      case ArrowType.Real it -> it.bits() / 8;
      case ArrowType.Decimal it -> it.bits() / 8;
      case ArrowType.FixedBinary it -> it.bytes();
      case ArrowType.Date it -> it.inMillis() ? 8 : 4;
      case ArrowType.Time it -> it.unit().perSecond <= 1000 ? 4 : 8;
      case ArrowType.Timestamp _, ArrowType.Duration _ -> 8;
      case ArrowType.Dictionary it -> width(it.index());
      default -> 0;
    };
  }

  static long integer(ArrowColumn column, long row) {
    ArrowType.@Nullable Int type =
        switch (column.field().type()) {
          case ArrowType.Int it -> it;
          case ArrowType.Date _, ArrowType.Time _, ArrowType.Timestamp _, ArrowType.Duration _ ->
              new ArrowType.Int(8 * width(column.field().type()), true);
          default -> null;
        };
    if (type == null) {
      throw column.other("integers");
    }
    return integer(column, type, row);
  }

  static long integer(ArrowColumn column, ArrowType.Int type, long row) {
    long bits = bits(column, type, row);
    if (!type.signed() && bits < 0) {
      throw new ArithmeticException(
          "%s in row %d of the column '%s' does not fit in a long: read it with get"
              .formatted(Long.toUnsignedString(bits), row, column.name()));
    }
    return bits;
  }

  static long bits(ArrowColumn column, ArrowType.Int type, long row) {
    long at = (column.node().offset() + row) * (type.bits() / 8);
    MemorySegment values = values(column, type.bits() / 8);
    return switch (type.bits()) {
      case 8 -> {
        byte value = values.get(JAVA_BYTE, at);
        yield type.signed() ? value : Byte.toUnsignedLong(value);
      }
      case 16 -> {
        short value = values.get(JAVA_SHORT_UNALIGNED, at);
        yield type.signed() ? value : Short.toUnsignedLong(value);
      }
      case 32 -> {
        int value = values.get(JAVA_INT_UNALIGNED, at);
        yield type.signed() ? value : Integer.toUnsignedLong(value);
      }
      default -> values.get(JAVA_LONG_UNALIGNED, at);
    };
  }

  static double real(ArrowColumn column, long row) {
    if (!(column.field().type() instanceof ArrowType.Real(int bits))) {
      return exactly(column, row);
    }
    long at = (column.node().offset() + row) * (bits / 8);
    MemorySegment values = values(column, bits / 8);
    return switch (bits) {
      case 16 -> Float.float16ToFloat(values.get(JAVA_SHORT_UNALIGNED, at));
      case 32 -> values.get(JAVA_FLOAT_UNALIGNED, at);
      default -> values.get(JAVA_DOUBLE_UNALIGNED, at);
    };
  }

  private static double exactly(ArrowColumn column, long row) {
    boolean unsigned = column.field().type() instanceof ArrowType.Int(_, boolean signed) && !signed;
    long bits =
        unsigned ? bits(column, (ArrowType.Int) column.field().type(), row) : integer(column, row);
    if (unsigned ? !ExactDoubles.hasUnsigned(bits) : !ExactDoubles.has(bits)) {
      throw new ArithmeticException(
          "%s in row %d of the column '%s' is no double exactly: read it with get"
              .formatted(
                  unsigned ? Long.toUnsignedString(bits) : Long.toString(bits),
                  row,
                  column.name()));
    }
    return unsigned ? ExactDoubles.ofUnsigned(bits) : bits;
  }

  static BigDecimal decimal(ArrowColumn column, long row) {
    if (!(column.field().type() instanceof ArrowType.Decimal type)) {
      throw column.other("decimal numbers");
    }
    byte[] bytes = fixed(column, type.bits() / 8, row);
    for (int i = 0; i < bytes.length / 2; i++) {
      byte low = bytes[i];
      bytes[i] = bytes[bytes.length - 1 - i];
      bytes[bytes.length - 1 - i] = low;
    }
    return new BigDecimal(new BigInteger(bytes), type.scale());
  }

  static byte[] bytes(ArrowColumn column, long row) {
    return switch (column.field().type()) {
      case ArrowType.Text(Layout layout) -> bytes(column, layout, row);
      case ArrowType.Binary(Layout layout) -> bytes(column, layout, row);
      case ArrowType.FixedBinary(int bytes) -> fixed(column, bytes, row);
      default -> throw column.other("bytes");
    };
  }

  private static byte[] fixed(ArrowColumn column, int width, long row) {
    long at = (column.node().offset() + row) * width;
    return values(column, width).asSlice(at, width).toArray(JAVA_BYTE);
  }

  private static byte[] bytes(ArrowColumn column, Layout layout, long row) {
    if (layout == Layout.VIEWS) {
      return viewed(column, row);
    }
    long from = offset(column, layout, row);
    long to = offset(column, layout, row + 1);
    return column.buffer(2, to).asSlice(from, to - from).toArray(JAVA_BYTE);
  }

  /// Where a row's bytes or elements start; they end where those of the next do.
  static long offset(ArrowColumn column, Layout layout, long row) {
    long at = column.node().offset() + row;
    long count = column.node().offset() + column.length() + 1;
    return layout == Layout.LARGE_OFFSETS
        ? column.buffer(1, 8 * count).get(JAVA_LONG_UNALIGNED, 8 * at)
        : column.buffer(1, 4 * count).get(JAVA_INT_UNALIGNED, 4 * at);
  }

  /// A view has the length first; then the bytes themselves, or four of them, the number of a
  /// buffer and a place in it.
  private static byte[] viewed(ArrowColumn column, long row) {
    long at = (column.node().offset() + row) * VIEW;
    MemorySegment views = values(column, VIEW);
    int length = views.get(JAVA_INT_UNALIGNED, at);
    if (length <= INLINE) {
      return views.asSlice(at + 4, length).toArray(JAVA_BYTE);
    }
    int buffer = 2 + views.get(JAVA_INT_UNALIGNED, at + 8);
    long place = views.get(JAVA_INT_UNALIGNED, at + 12);
    return column.buffer(buffer, place + length).asSlice(place, length).toArray(JAVA_BYTE);
  }

  private static MemorySegment values(ArrowColumn column, int width) {
    return column.buffer(1, (column.node().offset() + column.length()) * width);
  }
}
