package dev.terrarium.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes values as Python's pickles of protocol 5.
final class PickleWriter {
  static final int DEEPEST = 1000;

  private static final long NANOS_PER_MICRO = 1000;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int LONGEST_SHORT = 255;

  /// As in `terrarium._shared`.
  private static final int LEAST_SHARED = 1 << 16;

  private static final int MOST_REMEMBERED = 256;

  /// Room for what comes behind the last large part of a value, which is not to be copied for that.
  private static final int END = 1 << 10;

  private byte[] bytes = new byte[256];
  private int size;
  private int depth;
  private final Map<String, Integer> known = new HashMap<>();
  private final Memory memory;

  private PickleWriter(Memory memory) {
    this.memory = memory;
  }

  /// Returns the pickle of a value.
  ///
  /// @throws ConversionFault naming the place of what has no counterpart in Python
  static byte[] write(@Nullable Object value) {
    return write(value, _ -> null);
  }

  /// The process that is to read a value: what gives shared memory to a large array, and knows what
  /// is there.
  interface Memory {
    /// Returns a slot that has room for so many bytes, and that the worker now uses; null where
    /// there is none.
    @Nullable Slot take(long size);

    /// Returns by which number the process holds a value; empty if it does not.
    default OptionalInt held(ForeignValue value) {
      return OptionalInt.empty();
    }

    /// Whether there is NumPy, so that arrays can be such.
    default boolean hasArrays() {
      return true;
    }
  }

  /// Returns the pickle of a value, with large arrays in shared memory.
  static byte[] write(@Nullable Object value, Memory memory) {
    var writer = new PickleWriter(memory);
    writer.op(0x80).op(5);
    writer.value(value);
    writer.op('.');
    return writer.bytes.length == writer.size
        ? writer.bytes
        : Arrays.copyOf(writer.bytes, writer.size);
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> op('N');
      case Boolean flag -> op(flag ? 0x88 : 0x89);
      case Long number -> whole(number);
      case Integer number -> whole(number);
      case Short number -> whole(number);
      case Byte number -> whole(number);
      case BigInteger number -> large(number);
      case Double number -> fraction(number);
      case Float number -> fraction(number);
      case String text -> text(text);
      case byte[] data -> bytes(data);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      case Set<?> set -> set(set, false);
      case AudioFrame frame -> sound(frame);
      case ForeignValue foreign -> foreign(foreign);
      default -> other(value);
    }
  }

  private void other(Object value) {
    switch (value) {
      case BigDecimal number -> call("decimal", number.toString());
      case LocalDate date ->
          call("date", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
      case LocalTime time -> time(time, null);
      case OffsetTime time -> time(time.toLocalTime(), time.getOffset());
      case LocalDateTime moment -> moment(moment, 0, null);
      case OffsetDateTime moment -> moment(moment.toLocalDateTime(), 0, moment.getOffset());
      case Instant moment ->
          moment(LocalDateTime.ofInstant(moment, ZoneOffset.UTC), 0, ZoneOffset.UTC);
      case ZonedDateTime moment -> moment(moment);
      case Duration span -> span(span);
      case UUID uuid -> call("uuid", uuid.toString());
      case Path path -> call("path", path.toString());
      case ArrayView view -> array(view);
      default ->
          throw new ConversionFault(
              "$", Values.describe(value) + " has no counterpart in a worker process");
    }
  }

  private void foreign(ForeignValue value) {
    var number = memory.held(value);
    if (number.isPresent()) {
      call("held", number.getAsInt());
    } else {
      value(value.toJava());
    }
  }

  private void array(ArrayView view) {
    if (memory.hasArrays()) {
      var data = view.data().duplicate().clear();
      array(view.dtype(), view.shape(), data.capacity(), target -> target.put(data));
    } else {
      value(new WireArray(view.dtype(), view.shape(), view.data()).toLists());
    }
  }

  private void whole(long number) {
    if (number == (int) number) {
      op('J');
      room(Integer.BYTES);
      ByteBuffer.wrap(bytes, size, Integer.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) number);
      size += Integer.BYTES;
    } else {
      large(BigInteger.valueOf(number));
    }
  }

  private void large(BigInteger number) {
    byte[] digits = number.toByteArray();
    reverse(digits);
    if (digits.length <= LONGEST_SHORT) {
      op(0x8a).op(digits.length);
    } else {
      op(0x8b).count(digits.length);
    }
    raw(digits);
  }

  private static void reverse(byte[] digits) {
    for (int i = 0, j = digits.length - 1; i < j; i++, j--) {
      byte digit = digits[i];
      digits[i] = digits[j];
      digits[j] = digit;
    }
  }

  private void fraction(double number) {
    op('G');
    room(Double.BYTES);
    ByteBuffer.wrap(bytes, size, Double.BYTES).putDouble(number);
    size += Double.BYTES;
  }

  private void text(String text) {
    byte[] encoded = encoded(text);
    if (encoded.length <= LONGEST_SHORT) {
      op(0x8c).op(encoded.length);
    } else {
      op('X').count(encoded.length);
    }
    raw(encoded);
  }

  private static byte[] encoded(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    if (encoded.length != text.length() || holdsQuestionMark(encoded)) {
      requireWhole(text);
    }
    return encoded;
  }

  /// Half of a character is encoded as a question mark, of one byte.
  private static boolean holdsQuestionMark(byte[] encoded) {
    for (byte unit : encoded) {
      if (unit == '?') {
        return true;
      }
    }
    return false;
  }

  private static void requireWhole(String text) {
    try {
      var _ = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new ConversionFault(
          "$", "the text holds half of a character, which Python's UTF-8 cannot");
    }
  }

  private void bytes(byte[] data) {
    if (data.length <= LONGEST_SHORT) {
      op('C').op(data.length);
    } else {
      op('B').count(data.length);
    }
    raw(data);
  }

  private void list(List<?> list) {
    enter();
    op(']').op('(');
    int index = 0;
    for (var element : list) {
      try {
        value(element);
      } catch (ConversionFault fault) {
        throw fault.under("[" + index + "]");
      }
      index++;
    }
    op('e');
    depth--;
  }

  private void map(Map<?, ?> map) {
    enter();
    op('}').op('(');
    for (var entry : map.entrySet()) {
      try {
        key(entry.getKey());
        value(entry.getValue());
      } catch (ConversionFault fault) {
        throw fault.under(
            entry.getKey() instanceof String name
                ? Fault.child("", name)
                : "[" + entry.getKey() + "]");
      }
    }
    op('u');
    depth--;
  }

  private void key(@Nullable Object key) {
    if (key instanceof Set<?> set) {
      set(set, true);
    } else {
      value(key);
    }
  }

  private void set(Set<?> set, boolean isFrozen) {
    enter();
    if (!isFrozen) {
      op(0x8f);
    }
    op('(');
    set.forEach(this::key);
    op(isFrozen ? 0x91 : 0x90);
    depth--;
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw tooDeep();
    }
  }

  static ConversionFault tooDeep() {
    return new ConversionFault(
        "$", "the value is nested deeper than " + DEEPEST + " levels, or contains itself");
  }

  private void sound(AudioFrame frame) {
    if (!frame.metadata().isEmpty()) {
      soundAlone(frame);
      value(frame.metadata());
      op(0x86);
    } else {
      soundAlone(frame);
    }
  }

  private void soundAlone(AudioFrame frame) {
    var samples = frame.samples().duplicate().clear();
    array(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "<f4" : ">f4",
        List.of(frame.channels(), frame.length()),
        (long) samples.capacity() * Float.BYTES,
        target -> target.order(ByteOrder.nativeOrder()).asFloatBuffer().put(samples));
    whole(frame.sampleRate());
    op(0x86);
  }

  /// Writes an array, in shared memory if it is large and there is such.
  ///
  /// @param fill writes its elements to where they are to be
  private void array(String dtype, List<Integer> shape, long sizeOfAll, Consumer<ByteBuffer> fill) {
    var slot =
        sizeOfAll < LEAST_SHARED || sizeOfAll > Integer.MAX_VALUE ? null : memory.take(sizeOfAll);
    function(slot == null ? "array" : "shared").op('(');
    text(dtype);
    op('(');
    shape.forEach(this::whole);
    op('t');
    if (slot == null) {
      op(0x96);
      room(Long.BYTES + sizeOfAll);
      ByteBuffer.wrap(bytes, size, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(sizeOfAll);
      size += Long.BYTES;
      fill.accept(ByteBuffer.wrap(bytes, size, (int) sizeOfAll).slice());
      size += (int) sizeOfAll;
    } else {
      fill.accept(slot.part(0, (int) sizeOfAll));
      whole(slot.number());
      whole(0);
    }
    op('t').op('R');
  }

  private void time(LocalTime time, @Nullable ZoneOffset zone) {
    function("time").op('(');
    clock(time);
    whole(0);
    zone(zone);
    op('t').op('R');
  }

  private void moment(LocalDateTime moment, int fold, @Nullable Object zone) {
    if (moment.getYear() < 1 || moment.getYear() > 9999) {
      throw new ConversionFault("$", "Python has no year " + moment.getYear());
    }
    function("moment").op('(');
    whole(moment.getYear());
    whole(moment.getMonthValue());
    whole(moment.getDayOfMonth());
    clock(moment.toLocalTime());
    whole(fold);
    zone(zone);
    op('t').op('R');
  }

  private void moment(ZonedDateTime moment) {
    if (moment.getZone() instanceof ZoneOffset zone) {
      moment(moment.toLocalDateTime(), 0, zone);
    } else {
      boolean isLater = moment.withEarlierOffsetAtOverlap().getOffset().equals(moment.getOffset());
      moment(moment.toLocalDateTime(), isLater ? 0 : 1, moment.getZone().getId());
    }
  }

  private void clock(LocalTime time) {
    whole(time.getHour());
    whole(time.getMinute());
    whole(time.getSecond());
    whole(micros(time.getNano()));
  }

  private static long micros(int nanos) {
    if (nanos % NANOS_PER_MICRO != 0) {
      throw new ConversionFault("$", "Python's times have no nanoseconds");
    }
    return nanos / NANOS_PER_MICRO;
  }

  private void zone(@Nullable Object zone) {
    switch (zone) {
      case ZoneOffset known -> call("offset", known.getTotalSeconds());
      case String key -> call("zone", key);
      case null, default -> op('N');
    }
  }

  private void span(Duration span) {
    long days = Math.floorDiv(span.getSeconds(), SECONDS_PER_DAY);
    int nanos = span.getNano() % NANOS_PER_SECOND;
    call("span", days, Math.floorMod(span.getSeconds(), SECONDS_PER_DAY), micros(nanos));
  }

  /// Has a function of `terrarium._wire` called.
  private void call(String name, Object... arguments) {
    function(name).op('(');
    for (var argument : arguments) {
      value(argument);
    }
    op('t').op('R');
  }

  private PickleWriter function(String name) {
    var place = known.get(name);
    if (place != null) {
      return op('h').op(place);
    }
    op('c').raw(("terrarium._wire\n" + name + "\n").getBytes(UTF_8));
    if (known.size() < MOST_REMEMBERED) {
      known.put(name, known.size());
      op(0x94);
    }
    return this;
  }

  private PickleWriter op(int code) {
    room(1);
    bytes[size++] = (byte) code;
    return this;
  }

  private void count(int count) {
    room(Integer.BYTES);
    ByteBuffer.wrap(bytes, size, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(count);
    size += Integer.BYTES;
  }

  private void raw(byte[] data) {
    room(data.length);
    System.arraycopy(data, 0, bytes, size, data.length);
    size += data.length;
  }

  private void room(long more) {
    long needed = size + more;
    if (needed > Line.LONGEST) {
      throw new ConversionFault(
          "$",
          "its pickle takes more than %d bytes, and no more travel to a worker process at once: %s"
              .formatted(Line.LONGEST, Line.INSTEAD));
    }
    if (needed > bytes.length) {
      long wanted = Math.max(needed + END, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(Line.LONGEST, wanted));
    }
  }
}
