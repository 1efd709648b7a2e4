package dev.terrarium.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// The least of Python's pickles: a small int, a float, a short text, a dict of these.
final class SmallPickle {
  private SmallPickle() {}

  /// @param out little-endian
  static void write(Object value, ByteBuffer out) {
    out.put((byte) 0x80).put((byte) 5);
    put(value, out);
    out.put((byte) '.');
  }

  private static void put(Object value, ByteBuffer out) {
    switch (value) {
      case Long number -> out.put((byte) 'J').putInt(Math.toIntExact(number));
      case Double number ->
          out.put((byte) 'G').putLong(Long.reverseBytes(Double.doubleToLongBits(number)));
      case String text -> {
        byte[] bytes = text.getBytes(UTF_8);
        out.put((byte) 0x8c).put((byte) bytes.length).put(bytes);
      }
      case Map<?, ?> map -> {
        out.put((byte) '}').put((byte) '(');
        map.forEach((key, element) -> {
          put(key, out);
          put(element, out);
        });
        out.put((byte) 'u');
      }
      default -> throw new IllegalArgumentException("a raw worker takes no " + value);
    }
  }

  /// @param in little-endian
  static Object read(ByteBuffer in) {
    Deque<Object> stack = new ArrayDeque<>();
    while (true) {
      int code = Byte.toUnsignedInt(in.get());
      switch (code) {
        case 0x80 -> in.get();
        case 0x95 -> in.getLong();
        case 0x94, '(' -> {} // what the memo holds is not asked for, and there is one dict at most
        case 'J' -> stack.push((long) in.getInt());
        case 'K' -> stack.push((long) Byte.toUnsignedInt(in.get()));
        case 'M' -> stack.push((long) Short.toUnsignedInt(in.getShort()));
        case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
        case 0x8c -> {
          byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
          in.get(bytes);
          stack.push(new String(bytes, UTF_8));
        }
        case '}' -> stack.push(new LinkedHashMap<>());
        case 'u' -> stack.push(filled(stack));
        case '.' -> {
          return stack.pop();
        }
        default -> throw new IllegalArgumentException("a raw worker gives no " + code);
      }
    }
  }

  private static Map<Object, Object> filled(Deque<Object> stack) {
    Map<Object, Object> filled = new LinkedHashMap<>();
    var entries = stack.descendingIterator();
    entries.next(); // the dict itself, still empty
    while (entries.hasNext()) {
      filled.put(entries.next(), entries.next());
    }
    stack.clear();
    return filled;
  }
}
