package dev.terrarium.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.message.ConversionFault;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the pickles that `terrarium._wire` writes, as far as Java knows what is in them; nothing
/// is ever run or looked up by a name that a pickle holds.
///
/// Tuples come as [TupleList], arrays as [WireArray], and what is unknown as [Opaque], texts that
/// Java cannot have as [HalfText].
final class PickleReader {
  /// How many elements a value may have in all, those that it holds in several places counted in
  /// each.
  private static final int MOST_UNFOLDED = 1 << 26;

  private final ByteBuffer in;
  private final List<@Nullable Object> stack = new ArrayList<>();
  private final List<@Nullable Object> memo = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final List<Slot> slots;
  private final Unfolding unfolding = new Unfolding(MOST_UNFOLDED);
  private boolean isSimple = true;
  private boolean isShared;

  private PickleReader(byte[] pickle, List<Slot> slots) {
    this.slots = slots;
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// What a pickle holds.
  ///
  /// @param isSimple whether it is Java's as it is
  record Read(@Nullable Object value, boolean isSimple) {}

  /// A function or class.
  private record Name(String module, String name) {
    String type() {
      return "builtins".equals(module) ? name : module + "." + name;
    }
  }

  /// Reads a pickle.
  ///
  /// @throws WireException if it is none
  /// @throws ConversionFault if it holds a time that Java cannot have, or itself
  static Read read(byte[] pickle) throws WireException {
    return read(pickle, List.of());
  }

  /// Reads a pickle of which arrays lie in shared memory.
  static Read read(byte[] pickle, List<Slot> slots) throws WireException {
    var reader = new PickleReader(pickle, slots);
    try {
      var value = reader.run();
      if (reader.isShared) {
        reader.unfolding.count(value);
      }
      return new Read(value, reader.isSimple);
    } catch (ConversionFault e) {
      throw e;
    } catch (RuntimeException e) { // whatever it comes upon: any bytes may be there
      throw new WireException("a value came from it that cannot be read: " + e);
    }
  }

  private @Nullable Object run() throws WireException {
    while (true) {
      int code = Byte.toUnsignedInt(in.get());
      if (code == '.') {
        if (stack.size() != 1 || !marks.isEmpty()) {
          throw new WireException("a value came from it that cannot be read: it ends too early");
        }
        return stack.getFirst();
      }
      if (!constant(code) && !text(code) && !container(code) && !object(code)) {
        throw new WireException(
            "a value came from it that cannot be read: it has the code " + code);
      }
    }
  }

  private boolean constant(int code) {
    switch (code) {
      case 0x80 -> in.get();
      case 0x95 -> in.getLong();
      case 'N' -> stack.add(null);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) in.getInt());
      case 'K' -> stack.add((long) Byte.toUnsignedInt(in.get()));
      case 'M' -> stack.add((long) Short.toUnsignedInt(in.getShort()));
      case 0x8a -> stack.add(whole(Byte.toUnsignedInt(in.get())));
      case 0x8b -> stack.add(whole(in.getInt()));
      case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 0x94 -> memo.add(stack.getLast());
      case 'h' -> stack.add(known(Byte.toUnsignedInt(in.get())));
      case 'j' -> stack.add(known(in.getInt()));
      case '(' -> marks.push(stack.size());
      case '0' -> stack.removeLast();
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object known(int number) {
    var value = memo.get(number);
    isShared |= Unfolding.hasParts(value);
    return value;
  }

  private Object whole(int length) {
    byte[] digits = raw(length);
    if (digits.length == 0) {
      return 0L;
    }
    for (int i = 0, j = digits.length - 1; i < j; i++, j--) {
      byte digit = digits[i];
      digits[i] = digits[j];
      digits[j] = digit;
    }
    var number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private boolean text(int code) {
    switch (code) {
      case 0x8c -> stack.add(text(raw(Byte.toUnsignedInt(in.get()))));
      case 'X' -> stack.add(text(raw(in.getInt())));
      case 0x8d -> stack.add(text(raw(in.getLong())));
      case 'C' -> stack.add(raw(Byte.toUnsignedInt(in.get())));
      case 'B' -> stack.add(raw(in.getInt()));
      case 0x8e -> stack.add(raw(in.getLong()));
      case 0x96 -> {
        stack.add(ByteBuffer.wrap(raw(in.getLong())));
        isSimple = false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object text(byte[] encoded) {
    var text = HalfText.read(encoded);
    isSimple &= text instanceof String;
    return text;
  }

  private byte[] raw(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] data = new byte[(int) length];
    in.get(data);
    return data;
  }

  private boolean container(int code) {
    switch (code) {
      case ']' -> stack.add(new ArrayList<>());
      case 'a' -> append(1);
      case 'e' -> extend();
      case ')' -> stack.add(new TupleList(List.of()));
      case 0x85, 0x86, 0x87 -> stack.add(new TupleList(top(code - 0x84)));
      case 't' -> stack.add(new TupleList(aboveMark()));
      case '}' -> stack.add(new LinkedHashMap<>());
      case 's' -> put(top(2));
      case 'u' -> put(aboveMark());
      case 0x8f -> stack.add(new LinkedHashSet<>());
      case 0x90 -> addTo(aboveMark());
      case 0x91 -> {
        var elements = aboveMark();
        stack.add(new LinkedHashSet<>());
        addTo(elements);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private List<@Nullable Object> top(int count) {
    var tail = stack.subList(stack.size() - count, stack.size());
    List<@Nullable Object> copy = new ArrayList<>(tail);
    tail.clear();
    return copy;
  }

  private List<@Nullable Object> aboveMark() {
    return top(stack.size() - marks.pop());
  }

  private void append(int count) {
    addAll(top(count));
  }

  private void extend() {
    addAll(aboveMark());
  }

  @SuppressWarnings("unchecked")
  private void addAll(List<@Nullable Object> elements) {
    if (!(stack.getLast() instanceof Opaque)) {
      ((List<@Nullable Object>) stack.getLast()).addAll(elements);
    }
  }

  @SuppressWarnings("unchecked")
  private void put(List<@Nullable Object> entries) {
    if (stack.getLast() instanceof Opaque) {
      return;
    }
    var map = (Map<@Nullable Object, @Nullable Object>) stack.getLast();
    for (int i = 0; i < entries.size(); i += 2) {
      int before = map.size();
      unfolding.countKey(entries.get(i));
      map.put(entries.get(i), entries.get(i + 1));
      if (map.size() == before) {
        throw new ConversionFault("$", "two keys of a dict are equal in Java: " + entries.get(i));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void addTo(List<@Nullable Object> elements) {
    if (!(stack.getLast() instanceof Opaque)) {
      elements.forEach(unfolding::countKey);
      ((Set<@Nullable Object>) stack.getLast()).addAll(elements);
    }
  }

  private boolean object(int code) throws WireException {
    switch (code) {
      case 'c' -> stack.add(new Name(line(), line()));
      case 0x93 -> {
        var names = top(2);
        stack.add(new Name((String) names.getFirst(), (String) names.getLast()));
      }
      case 'R' -> {
        var arguments = (TupleList) stack.removeLast();
        stack.add(made(stack.removeLast(), arguments));
      }
      case 0x81 -> {
        stack.removeLast();
        stack.add(opaque(stack.removeLast()));
      }
      case 0x92 -> {
        var _ = top(2);
        stack.add(opaque(stack.removeLast()));
      }
      case 'b' -> stack.removeLast();
      default -> {
        return false;
      }
    }
    return true;
  }

  private String line() {
    int end = in.position();
    while (in.get(end) != '\n') {
      end++;
    }
    var line = new String(raw(end - in.position()), UTF_8);
    in.get();
    return line;
  }

  private Opaque opaque(@Nullable Object kind) {
    isSimple = false;
    return new Opaque(kind instanceof Name name ? name.type() : "object");
  }

  private @Nullable Object made(@Nullable Object function, TupleList arguments) {
    if (function instanceof Name(var module, var name) && "terrarium._wire".equals(module)) {
      var made = Rebuilt.of(name, arguments, slots);
      isSimple &= !(made instanceof WireArray || made instanceof Opaque);
      return made;
    }
    boolean names = !arguments.isEmpty() && arguments.get(0) instanceof Name;
    return opaque(names ? arguments.get(0) : function);
  }
}
