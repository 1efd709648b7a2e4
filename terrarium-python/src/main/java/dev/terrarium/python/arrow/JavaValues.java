package dev.terrarium.python.arrow;

import dev.terrarium.python.arrow.ArrowType.Unit;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Java values that a column's values stand for.
final class JavaValues {
  private static final long SECONDS_PER_DAY = 86_400;

  private JavaValues() {}

  /// The value of a row that is not null, of a column without a dictionary.
  static @Nullable Object of(ArrowColumn column, long row) {
    try {
      return value(column, row);
    } catch (DateTimeException none) {
      throw new IllegalStateException(
          "row %d of the column '%s' of %s is no %s of Java's (%s): read it with getLong"
              .formatted(
                  row,
                  column.name(),
                  column.field().type(),
                  column.field().type() instanceof ArrowType.Time ? "time" : "date",
                  none.getMessage()),
          none);
    }
  }

  private static @Nullable Object value(ArrowColumn column, long row) {
    return switch (column.field().type()) {
      case ArrowType.Null() -> null;
      case ArrowType.Bool() -> column.getBoolean(row);
      case ArrowType.Int type -> integer(column, type, row);
      case ArrowType.Real _ -> Cells.real(column, row);
      case ArrowType.Decimal _ -> Cells.decimal(column, row);
      case ArrowType.Text _ -> column.getString(row);
      case ArrowType.Binary _, ArrowType.FixedBinary _ -> Cells.bytes(column, row);
      case ArrowType.Date type -> date(Cells.integer(column, row), type.inMillis());
      case ArrowType.Time type ->
          LocalTime.ofNanoOfDay(
              Math.multiplyExact(Cells.integer(column, row), type.unit().nanos()));
      case ArrowType.Timestamp type -> timestamp(type, Cells.integer(column, row));
      case ArrowType.Duration type -> duration(type.unit(), Cells.integer(column, row));
      case ArrowType.ListOf type ->
          list(
              column.children().getFirst(),
              Cells.offset(column, type.layout(), row),
              Cells.offset(column, type.layout(), row + 1));
      case ArrowType.FixedListOf type -> {
        long from = (column.node().offset() + row) * type.size();
        yield list(column.children().getFirst(), from, from + type.size());
      }
      case ArrowType.Struct _ -> struct(column, row);
      case ArrowType.MapOf _ -> map(column, row);
      case ArrowType.Dictionary _ ->
          throw new AssertionError("a dictionary's values are read from the dictionary");
    };
  }

  private static Object integer(ArrowColumn column, ArrowType.Int type, long row) {
    long bits = Cells.bits(column, type, row);
    return type.signed() || bits >= 0 ? bits : new BigInteger(Long.toUnsignedString(bits));
  }

  private static LocalDate date(long count, boolean inMillis) {
    return LocalDate.ofEpochDay(inMillis ? Math.floorDiv(count, SECONDS_PER_DAY * 1000) : count);
  }

  private static Object timestamp(ArrowType.Timestamp type, long count) {
    long seconds = Math.floorDiv(count, type.unit().perSecond);
    long nanos = Math.floorMod(count, type.unit().perSecond) * type.unit().nanos();
    return type.zone().isPresent()
        ? Instant.ofEpochSecond(seconds, nanos).atZone(ZoneId.of(type.zone().get()))
        : LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC);
  }

  private static Duration duration(Unit unit, long count) {
    return Duration.ofSeconds(
        Math.floorDiv(count, unit.perSecond), Math.floorMod(count, unit.perSecond) * unit.nanos());
  }

  private static List<@Nullable Object> list(ArrowColumn elements, long from, long to) {
    List<@Nullable Object> list = new ArrayList<>(Math.toIntExact(to - from));
    for (long i = from; i < to; i++) {
      list.add(elements.get(i));
    }
    return list;
  }

  private static Map<String, @Nullable Object> struct(ArrowColumn column, long row) {
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    for (ArrowColumn member : column.children()) {
      Object value = member.get(row);
      int before = struct.size();
      Object earlier = struct.put(member.name(), value);
      if (struct.size() == before) {
        throw new IllegalStateException(
            "row %d of the column '%s' has two members '%s', %s and %s, of which a Map would lose one: read them with children(), or rename one in Python"
                .formatted(
                    row, column.name(), member.name(), described(earlier), described(value)));
      }
    }
    return struct;
  }

  private static Map<@Nullable Object, @Nullable Object> map(ArrowColumn column, long row) {
    ArrowColumn entries = column.children().getFirst();
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    long end = Cells.offset(column, ArrowType.Layout.OFFSETS, row + 1);
    for (long i = Cells.offset(column, ArrowType.Layout.OFFSETS, row); i < end; i++) {
      Object key = entries.children().get(0).get(i);
      Object value = entries.children().get(1).get(i);
      int before = map.size();
      Object earlier = map.put(key, value);
      if (map.size() == before) {
        throw new IllegalStateException(
            "row %d of the column '%s' has the key %s twice, with %s and with %s, of which a Map would lose one: make the keys differ in Python, or the column a list of structures"
                .formatted(
                    row, column.name(), described(key), described(earlier), described(value)));
      }
    }
    return map;
  }

  /// A value in a refusal, of which no more than the beginning is told.
  private static String described(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return "%d bytes".formatted(bytes.length);
    }
    String text = value instanceof String ? "'" + value + "'" : String.valueOf(value);
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
