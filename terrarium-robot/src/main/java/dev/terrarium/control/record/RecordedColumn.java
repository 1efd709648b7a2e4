package dev.terrarium.control.record;

import dev.terrarium.control.loop.CycleRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The numbers of a field, row by row, eight bytes each. For one thread at a time.
///
/// Doubles are kept by their bits.
final class RecordedColumn {
  private static final int BUFFER = 8_192;

  private final CycleField field;
  private final int width;
  private long[] bits = new long[64];
  private int count;

  RecordedColumn(CycleField field, int width) {
    this.field = field;
    this.width = width;
  }

  CycleField field() {
    return field;
  }

  /// How many numbers a row has.
  int width() {
    return width;
  }

  void add(CycleRow row) {
    if (field.isWhole()) {
      add(field.whole(row));
      return;
    }
    for (double number : field.doubles(row)) {
      add(Double.doubleToRawLongBits(number));
    }
  }

  private void add(long number) {
    if (count == bits.length) {
      bits = Arrays.copyOf(bits, count + count / 2);
    }
    bits[count++] = number;
  }

  long[] longs() {
    return Arrays.copyOf(bits, count);
  }

  double[] doubles() {
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = Double.longBitsToDouble(bits[i]);
    }
    return doubles;
  }

  /// Writes some of its rows, the lowest byte of each number first.
  void write(int row, int rows, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    int end = (row + rows) * width;
    for (int at = row * width; at < end; at += BUFFER) {
      buffer.clear();
      int length = Math.min(BUFFER, end - at);
      buffer.asLongBuffer().put(bits, at, length);
      out.write(buffer.array(), 0, Long.BYTES * length);
    }
  }
}
