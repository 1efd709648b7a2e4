package dev.terrarium.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Nested values of every kind that comes back by its own type, from a seed.
final class RandomValues {
  enum Suit {
    CLUBS,
    HEARTS {},
    in
  }

  record Item(String name, Optional<Object> note, List<Object> parts) {}

  private static final List<Function<RandomValues, @Nullable Object>> SCALARS =
      List.of(
          _ -> null,
          values -> values.random.nextBoolean(),
          values -> values.random.nextLong() >> values.random.nextInt(64),
          values -> new BigInteger(64 + values.random.nextInt(300), values.random).setBit(64),
          values -> Double.longBitsToDouble(values.random.nextLong()),
          values -> values.random.nextGaussian(),
          RandomValues::text,
          RandomValues::decimal,
          values -> new UUID(values.random.nextLong(), values.random.nextLong()),
          values ->
              Path.of("/" + values.random.nextInt(9) + "/" + values.random.nextInt(99) + ".x"),
          RandomValues::date,
          RandomValues::time,
          RandomValues::local,
          values -> OffsetTime.of(values.time(), values.offset()),
          values -> OffsetDateTime.of(values.local(), values.offset()),
          RandomValues::zoned,
          RandomValues::duration,
          values -> Suit.values()[values.random.nextInt(3)]);

  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC");

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  @Nullable Object value(int depth) {
    return switch (depth > 0 ? random.nextInt(9) : 9) {
      case 0 -> list(depth);
      case 1 -> new Tuple(list(depth));
      case 2 -> map(depth);
      case 3 -> set(depth);
      case 4 -> new Item(text(), Optional.ofNullable(value(depth - 1)), list(depth));
      case 5 -> bytes();
      default -> SCALARS.get(random.nextInt(SCALARS.size())).apply(this);
    };
  }

  /// A value that is equal to its copy and that Python can hash.
  private @Nullable Object key(int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      return random.nextBoolean() ? Tuple.of(key(depth - 1), key(depth - 1)) : set(depth);
    }
    Object key = SCALARS.get(random.nextInt(SCALARS.size())).apply(this);
    return key instanceof Number ? random.nextInt(1000) + 2L : key; // 1, 1.0 and True are one key.
  }

  private List<@Nullable Object> list(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      list.add(value(depth - 1));
    }
    return list;
  }

  private Set<@Nullable Object> set(int depth) {
    Set<@Nullable Object> set = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      set.add(key(depth - 1));
    }
    return set;
  }

  private Map<@Nullable Object, @Nullable Object> map(int depth) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      map.put(key(depth - 1), value(depth - 1));
    }
    return map;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Code points of every width, surrogates left out.
  private String text() {
    int[] widths = {0x80, 0x100, 0xD800, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(widths[random.nextInt(widths.length)]);
      text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
    }
    return text.toString();
  }

  private BigDecimal decimal() {
    return new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(800) - 400);
  }

  private LocalDate date() {
    return LocalDate.ofEpochDay(random.nextInt(3_652_059) - 719_162L);
  }

  private LocalTime time() {
    return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000);
  }

  private LocalDateTime local() {
    return LocalDateTime.of(date(), time());
  }

  private ZoneOffset offset() {
    return ZoneOffset.ofTotalSeconds(random.nextInt(2 * 64_800 + 1) - 64_800);
  }

  /// A moment in the years whose rules both sides' zone data agree on; now and then one of the two
  /// hours that have the same name.
  private ZonedDateTime zoned() {
    if (random.nextInt(4) == 0) {
      ZonedDateTime twice =
          ZonedDateTime.of(2024, 10, 27, 2, random.nextInt(60), 0, 0, ZoneId.of("Europe/Berlin"));
      return random.nextBoolean() ? twice.withLaterOffsetAtOverlap() : twice;
    }
    ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    return LocalDate.of(1990 + random.nextInt(40), 1, 1)
        .plusDays(random.nextInt(365))
        .atTime(time())
        .atZone(zone);
  }

  private Duration duration() {
    return Duration.ofDays(random.nextInt(2_000_000) - 1_000_000L)
        .plusNanos(random.nextLong(86_400_000_000L) * 1000);
  }

  /// Whether two values are equal, arrays by their elements and NaN by its bits.
  static boolean same(@Nullable Object one, @Nullable Object other) {
    return switch (one) {
      case byte[] bytes -> other instanceof byte[] others && Arrays.equals(bytes, others);
      case List<?> list -> other instanceof List<?> others && sameLists(list, others);
      case Tuple tuple ->
          other instanceof Tuple others && same(tuple.elements(), others.elements());
      case Map<?, ?> map ->
          other instanceof Map<?, ?> others
              && map.keySet().equals(others.keySet())
              && map.keySet().stream().allMatch(key -> same(map.get(key), others.get(key)));
      case Item item ->
          other instanceof Item others
              && item.name().equals(others.name())
              && same(item.note().orElse(null), others.note().orElse(null))
              && same(item.parts(), others.parts());
      case null, default -> Objects.equals(one, other);
    };
  }

  private static boolean sameLists(List<?> list, List<?> others) {
    boolean same = list.size() == others.size();
    for (int i = 0; same && i < list.size(); i++) {
      same = same(list.get(i), others.get(i));
    }
    return same;
  }
}
