package dev.terrarium.capi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Raw memory by address: what a C pointer is, with all its dangers.
///
/// Whoever calls owns the proof that the address is alive and large enough.
@SuppressWarnings("restricted")
public final class Memory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private Memory() {}

  public static int getInt(long address) {
    return ALL.get(JAVA_INT, address);
  }

  /// An int wherever it lies.
  public static int getIntUnaligned(long address) {
    return ALL.get(JAVA_INT_UNALIGNED, address);
  }

  public static long getLong(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  public static short getShort(long address) {
    return ALL.get(JAVA_SHORT_UNALIGNED, address);
  }

  public static byte getByte(long address) {
    return ALL.get(JAVA_BYTE, address);
  }

  public static double getDouble(long address) {
    return ALL.get(JAVA_DOUBLE, address);
  }

  public static void putByte(long address, byte value) {
    ALL.set(JAVA_BYTE, address, value);
  }

  public static void putShort(long address, short value) {
    ALL.set(JAVA_SHORT_UNALIGNED, address, value);
  }

  public static void putInt(long address, int value) {
    ALL.set(JAVA_INT, address, value);
  }

  public static void putLong(long address, long value) {
    ALL.set(JAVA_LONG, address, value);
  }

  /// Copies native bytes to the heap.
  public static byte[] getBytes(long address, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(ALL, JAVA_BYTE, address, bytes, 0, length);
    return bytes;
  }

  /// Copies native 16-bit units, in this machine's byte order, to the heap.
  public static char[] getChars(long address, int length) {
    char[] chars = new char[length];
    MemorySegment.copy(ALL, JAVA_CHAR_UNALIGNED, address, chars, 0, length);
    return chars;
  }

  /// Copies heap bytes to native memory.
  public static void putBytes(long address, byte[] bytes) {
    MemorySegment.copy(bytes, 0, ALL, JAVA_BYTE, address, bytes.length);
  }

  /// Text that ends with a zero byte, read as UTF-8.
  public static String getString(long address) {
    return ALL.getString(address);
  }

  /// Zeroed memory that is never freed: for what C keeps a pointer to for ever.
  public static long allocateForever(long size) {
    return Arena.global().allocate(size, Long.BYTES).address();
  }

  /// UTF-8 text with a zero byte that is never freed.
  public static long stringForever(String text) {
    return Arena.global().allocateFrom(text).address();
  }

  /// Ends an arena's memory, which is open.
  ///
  /// @throws IllegalStateException while an operation that has not ended uses it; nothing is ended
  public static void end(Arena arena) {
    try {
      arena.close();
    } catch (IllegalStateException inUse) {
      throw new IllegalStateException(
          "an operation of Java's that has not ended, such as a channel's write, uses this memory: close it afterwards",
          inUse);
    }
  }

  /// Memory somebody else owns, as a segment that dies with an arena.
  public static MemorySegment view(long address, long size, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(size, arena, null);
  }
}
