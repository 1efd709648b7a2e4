package dev.terrarium.cli.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/// Rows of numbers as a page carries them: little-endian, in base64.
final class Packed {
  private Packed() {}

  /// Packs whole numbers, 0 to 2³²−1.
  static String ints(int count, IntToLongFunction number) {
    byte[] bytes = new byte[4 * count];
    var into = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < count; index++) {
      into.putInt((int) Math.clamp(number.applyAsLong(index), 0, 0xFFFF_FFFFL));
    }
    return text(bytes);
  }

  /// Packs numbers as multiples of a step, −32,767 to 32,767 of them.
  static String shorts(int count, double step, IntToDoubleFunction number) {
    byte[] bytes = new byte[2 * count];
    var into = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < count; index++) {
      long steps = Math.round(number.applyAsDouble(index) / step);
      into.putShort((short) Math.clamp(steps, -Short.MAX_VALUE, Short.MAX_VALUE));
    }
    return text(bytes);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
