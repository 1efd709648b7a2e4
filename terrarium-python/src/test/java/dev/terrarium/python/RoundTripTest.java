package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.OnePython;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The law of conversions: there and back is equal. A failure names its seed.
@Tag("native")
class RoundTripTest {
  private static final int VALUES = 60;

  private static final String PYTHON_VALUES =
      """
      import datetime, decimal, pathlib, random, uuid, zoneinfo

      ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]

      class Values:
          def __init__(self, seed):
              self.random = random.Random(seed)

          def text(self):
              points = [self.random.randrange(self.random.choice([128, 256, 0xD800, 0x110000]))
                        for _ in range(self.random.randrange(8))]
              return "".join(chr(p) if not 0xD800 <= p < 0xE000 else "x" for p in points)

          def moment(self):
              at = datetime.datetime(1990, 1, 1) + datetime.timedelta(
                  days=self.random.randrange(14_000), microseconds=self.random.randrange(10**10))
              kind = self.random.randrange(3)
              if kind == 0:
                  return at
              if kind == 1:
                  offset = datetime.timedelta(seconds=self.random.randrange(-64_800, 64_801))
                  return at.replace(tzinfo=datetime.timezone(offset))
              zone = zoneinfo.ZoneInfo(self.random.choice(ZONES))
              return at.replace(tzinfo=datetime.timezone.utc).astimezone(zone)

          def scalar(self):
              r = self.random
              return r.choice([
                  lambda: None, lambda: r.random() < 0.5, lambda: r.getrandbits(r.randrange(1, 200)),
                  lambda: -r.getrandbits(63), lambda: r.gauss(0, 1e100), self.text, self.moment,
                  lambda: r.getrandbits(64).to_bytes(8, "big"),
                  lambda: datetime.date.fromordinal(r.randrange(1, 3_652_060)),
                  lambda: datetime.time(r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(10**6)),
                  lambda: datetime.timedelta(r.randrange(-10**6, 10**6), r.randrange(86_400), r.randrange(10**6)),
                  lambda: decimal.Decimal((0, tuple(r.randrange(10) for _ in range(9)), r.randrange(-400, 400))),
                  lambda: uuid.UUID(int=r.getrandbits(128)),
                  lambda: pathlib.Path("/", str(r.randrange(99)), "x"),
              ])()

          def key(self, depth):
              kind = self.random.randrange(8) if depth else 9
              if kind == 0:
                  return tuple(self.key(depth - 1) for _ in range(self.random.randrange(3)))
              if kind == 1:
                  return frozenset(self.key(0) for _ in range(self.random.randrange(3)))
              key = self.scalar()
              return str(key) if isinstance(key, (bytes, int, float)) else key

          def value(self, depth):
              kind = self.random.randrange(8) if depth else 9
              some = range(self.random.randrange(5))
              if kind == 0:
                  return [self.value(depth - 1) for _ in some]
              if kind == 1:
                  return tuple(self.value(depth - 1) for _ in some)
              if kind == 2:
                  return {self.key(depth - 1) for _ in some}
              if kind == 3:
                  return {self.key(depth - 1): self.value(depth - 1) for _ in some}
              return self.scalar()

      def values(seed, count):
          made = Values(seed)
          return [made.value(4) for _ in range(count)]

      def same(one, other):
          if type(one) is not type(other):
              return False
          if isinstance(one, (list, tuple)):
              return len(one) == len(other) and all(map(same, one, other))
          if isinstance(one, dict):
              return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
          if isinstance(one, datetime.datetime) and (one.fold, str(one.tzinfo)) != (other.fold, str(other.tzinfo)):
              return False
          return one == other and (not isinstance(one, float) or repr(one) == repr(other))

      def different(ones, others):
          return [(one, other) for one, other in zip(ones, others) if not same(one, other)]
      """;

  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void javaValuesComeBackEqual(long seed) {
    RandomValues values = new RandomValues(seed);

    PYTHON.run(gil -> {
      for (int i = 0; i < VALUES; i++) {
        Object value = values.value(5);
        Object back = gil.of(value).toJava();
        assertThat(RandomValues.same(value, back))
            .as("seed %d, value %d: %s came back as %s", seed, i, value, back)
            .isTrue();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void pythonValuesComeBackEqual(long seed) {
    PYTHON.run(gil -> {
      PyObject module = gil.run("values", PYTHON_VALUES);
      PyObject values = module.attr("values").call(seed, VALUES);

      Object inJava = values.toJava();

      assertThat(module.attr("different").call(values, inJava).repr())
          .as("seed %d", seed)
          .isEqualTo("[]");
    });
  }

  record Everything(
      boolean truth,
      byte small,
      Short number,
      int whole,
      long large,
      BigInteger huge,
      float narrow,
      double wide,
      char letter,
      BigDecimal exact,
      Number any,
      Instant instant,
      LocalDate date,
      LocalTime time,
      OffsetTime offsetTime,
      LocalDateTime local,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Duration duration,
      UUID id,
      Path path,
      RandomValues.Suit suit,
      Optional<List<Set<String>>> sets,
      Map<LocalDate, Tuple> tuples) {}

  @Test
  void everyTypeThatCanBeAskedForComesBackEqual() {
    Instant instant = Instant.parse("2024-05-06T07:08:09.123456Z");
    Everything everything =
        new Everything(
            true,
            (byte) -1,
            (short) 2,
            3,
            4,
            BigInteger.TWO.pow(99),
            0.1f,
            0.1,
            'x',
            new BigDecimal("1.10"),
            2.5,
            instant,
            LocalDate.of(2024, 5, 6),
            LocalTime.of(7, 8),
            OffsetTime.of(7, 8, 9, 0, ZoneOffset.MIN),
            LocalDateTime.of(2024, 5, 6, 7, 8),
            instant.atOffset(ZoneOffset.ofHours(2)),
            instant.atZone(ZoneId.of("Europe/Berlin")),
            Duration.ofMillis(-1),
            new UUID(1, 2),
            Path.of("a"),
            RandomValues.Suit.in,
            Optional.of(List.of(Set.of("a", "b"), Set.of())),
            Map.of(LocalDate.EPOCH, Tuple.of(1L, null)));

    PYTHON.run(gil -> {
      assertThat(gil.of(everything).as(Everything.class)).isEqualTo(everything);
      assertThat(gil.of(everything).toJava()).isEqualTo(everything);
    });
  }

  /// The blocks of memory in use, without what CPython's cache of type attributes keeps: aware
  /// datetimes that are hashed ask for `utcoffset` by a name made anew, and up to 4096 of those
  /// stay.
  private static final String COUNT =
      """
      import gc, sys
      clear = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache
      def blocks():
          gc.collect()
          clear()
          return sys.getallocatedblocks()
      """;

  @Test
  void conversionsLeaveNoReferencesBehind() {
    PYTHON.run(gil -> {
      PyObject blocks = gil.run("count", COUNT).attr("blocks");
      List<Long> counts = new ArrayList<>();
      for (int round = 0; round < 6; round++) {
        for (long seed = 1; seed <= 4; seed++) {
          try (Gil inner = PYTHON.python().attach()) {
            RandomValues values = new RandomValues(seed);
            for (int i = 0; i < VALUES; i++) {
              Object _ = inner.of(values.value(5)).toJava();
            }
          }
        }
        counts.add(blocks.call(long.class));
      }

      // A kind that leaks does so once for each of its many leaves; other threads of the suite
      // allocate a little meanwhile.
      assertThat(counts.get(5) - counts.get(2))
          .as("blocks of memory after each round: %s", counts)
          .isLessThan(60);
    });
  }
}
