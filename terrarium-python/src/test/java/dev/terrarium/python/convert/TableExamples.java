package dev.terrarium.python.convert;

import dev.terrarium.python.Gil;
import dev.terrarium.python.JavaFunction;
import dev.terrarium.python.PyArray;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Slice;
import dev.terrarium.python.Tuple;
import java.io.File;
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
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An example of every type that the tables of values name.
final class TableExamples {
  enum Suit {
    HEARTS
  }

  record Point(double real, double imag) {}

  private static final LocalDateTime MOMENT = LocalDateTime.of(2024, 5, 6, 7, 8);
  private static final ZonedDateTime ZONED = MOMENT.atZone(ZoneId.of("Europe/Berlin"));

  /// By the name in the table: what is sent.
  static final Map<String, Function<Gil, @Nullable Object>> JAVA =
      Stream.of(
              example("null", _ -> null),
              example("Optional", _ -> Optional.empty()),
              example("OptionalInt", _ -> OptionalInt.of(1)),
              example("OptionalLong", _ -> OptionalLong.empty()),
              example("OptionalDouble", _ -> OptionalDouble.of(0.5)),
              example("Boolean", _ -> true),
              example("Byte", _ -> (byte) 1),
              example("Short", _ -> (short) 1),
              example("Integer", _ -> 1),
              example("Long", _ -> 1L),
              example("BigInteger", _ -> BigInteger.TWO.pow(80)),
              example("Float", _ -> 0.5f),
              example("Double", _ -> 0.5),
              example("BigDecimal", _ -> new BigDecimal("1.50")),
              example("Character", _ -> 'x'),
              example("String", _ -> "x"),
              example("CharSequence", _ -> new StringBuilder("x")),
              example("byte[]", _ -> new byte[1]),
              example("long[]", _ -> new long[1]),
              example("int[]", _ -> new int[1]),
              example("short[]", _ -> new short[1]),
              example("double[]", _ -> new double[1]),
              example("float[]", _ -> new float[1]),
              example("boolean[]", _ -> new boolean[1]),
              example("Object[]", _ -> new Object[] {1}),
              example("Tuple", _ -> Tuple.of(1)),
              example("List", _ -> List.of(1)),
              example("Collection", _ -> new ArrayDeque<>(List.of(1))),
              example("Set", _ -> Set.of(1)),
              example("Map", _ -> Map.of(1, 2)),
              example("LocalDateTime", _ -> MOMENT),
              example("OffsetDateTime", _ -> ZONED.toOffsetDateTime()),
              example("Instant", _ -> ZONED.toInstant()),
              example("ZonedDateTime", _ -> ZONED),
              example("LocalDate", _ -> MOMENT.toLocalDate()),
              example("LocalTime", _ -> MOMENT.toLocalTime()),
              example("OffsetTime", _ -> ZONED.toOffsetDateTime().toOffsetTime()),
              example("Duration", _ -> Duration.ofSeconds(1)),
              example("UUID", _ -> new UUID(1, 2)),
              example("Path", _ -> Path.of("a")),
              example("Enum", _ -> Suit.HEARTS),
              example("Record", _ -> new Point(1, 2)),
              example("PyObject", gil -> gil.eval("object()")),
              example("PyRef", gil -> gil.eval("object()").keep()),
              example("JavaFunction", _ -> (JavaFunction) _ -> null),
              example("Function", _ -> (Function<Long, Long>) number -> number),
              example("Supplier", _ -> (Supplier<Long>) () -> 1L),
              example("Iterator", _ -> List.of().iterator()),
              example("Stream", _ -> Stream.of()),
              example("Iterable", _ -> (Iterable<Long>) Collections::emptyIterator),
              example("CompletionStage", _ -> CompletableFuture.completedStage(1)),
              example("Future", _ -> new FutureTask<>(() -> 1)),
              example("Flow.Publisher", _ -> (Flow.Publisher<Long>) _ -> {}),
              example("Slice", _ -> Slice.of(1, 2)),
              example("Object", _ -> new Object()))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Map<String, Class<?>> ASKED =
      Stream.of(
              Object.class,
              Object[].class,
              CharSequence.class,
              Number.class,
              Collection.class,
              List.class,
              Set.class,
              Map.class,
              Optional.class,
              OptionalInt.class,
              OptionalLong.class,
              OptionalDouble.class,
              void.class,
              Void.class,
              LocalDateTime.class,
              OffsetDateTime.class,
              ZonedDateTime.class,
              Instant.class,
              LocalDate.class,
              LocalTime.class,
              OffsetTime.class,
              Duration.class,
              UUID.class,
              Path.class,
              PyArray.class,
              PyObject.class,
              PyRef.class)
          .collect(Collectors.toMap(Class::getSimpleName, type -> type));

  private static final String SOURCE =
      """
      import collections, dataclasses, datetime, decimal, enum, pathlib, uuid, zoneinfo
      class Suit(enum.Enum):
          HEARTS = 1
      @dataclasses.dataclass
      class Point:
          real: float
          imag: float
      utc = datetime.timezone.utc
      berlin = zoneinfo.ZoneInfo("Europe/Berlin")
      examples = {
          "None": None, "bool": True, "int": 7, "float": 1.5, "str": "x", "bytes": b"x",
          "list": [1], "tuple": (1,), "set": {1}, "frozenset": frozenset({1}),
          "dict": {"real": 1.0, "imag": 2.0}, "complex": 1 + 2j, "range": range(3),
          "bytearray": bytearray(b"x"), "memoryview": memoryview(b"x"), "object": object(),
          "datetime.datetime": datetime.datetime(2024, 5, 6), "datetime.date": datetime.date(2024, 5, 6),
          "datetime.time": datetime.time(7), "datetime.timedelta": datetime.timedelta(1),
          "aware": datetime.datetime(2024, 5, 6, tzinfo=utc), "zoned": datetime.datetime(2024, 5, 6, tzinfo=berlin),
          "aware time": datetime.time(7, tzinfo=utc), "list of bool": [True], "list of str": ["x"],
          "decimal.Decimal": decimal.Decimal("1.5"), "uuid.UUID": uuid.UUID(int=1),
          "pathlib.%s" % type(pathlib.Path()).__name__: pathlib.Path("a"),
          "enum.Enum": Suit.HEARTS, "dataclass": Point(1.0, 2.0),
          "namedtuple": collections.namedtuple("N", "real imag")(1.0, 2.0),
      }
      try:
          import numpy
          examples["numpy.float64"] = numpy.float64(1.5)
          examples["numpy.ndarray"] = numpy.ones(3)
          examples["numpy.datetime64"] = numpy.datetime64("2024-05-06T07:08")
          examples["numpy.timedelta64"] = numpy.timedelta64(5, "ns")
      except ImportError:
          pass
      """;

  private static final Set<String> ABSENT =
      Set.of(
          "pathlib." + (File.separatorChar == '/' ? "WindowsPath" : "PosixPath"),
          "numpy.float64",
          "numpy.ndarray",
          "numpy.datetime64",
          "numpy.timedelta64");

  /// Words of the tables that are no types.
  private static final Set<String> WORDS =
      Set.of(
          "__index__",
          "utcoffset()",
          "zoneinfo.ZoneInfo",
          "datetime.timezone",
          "real",
          "imag",
          "item()");

  private TableExamples() {}

  private static Map.Entry<String, Function<Gil, @Nullable Object>> example(
      String name, Function<Gil, @Nullable Object> value) {
    return Map.entry(name, value);
  }

  /// A Python object by its name in the tables; null for a word, or for what is not on this
  /// machine.
  static @Nullable PyObject python(Gil gil, String name) {
    if (name.equals("Suit")) {
      return gil.of(Suit.HEARTS);
    }
    if (name.equals("Point")) {
      return gil.of(new Point(1, 2));
    }
    PyObject examples = gil.run("examples", SOURCE).attr("examples");
    if (examples.callMethod("__contains__", name).isTrue()) {
      return examples.item(name);
    }
    if (WORDS.contains(name) || ABSENT.contains(name)) {
      return null;
    }
    throw new AssertionError("the tables name " + name + ", of which there is no example");
  }

  /// The example that fits a type that is asked for, where the name stands for several.
  static String variant(Class<?> type, String name) {
    if (name.equals("aware")) {
      return type == OffsetTime.class ? "aware time" : type == ZonedDateTime.class ? "zoned" : name;
    }
    if (type == boolean[].class) {
      return "list of bool";
    }
    if (type == char[].class) {
      return "list of str";
    }
    return name.equals("float") && type == int.class ? "int" : name;
  }

  /// The class that a name of the table asks for.
  static Class<?> asked(String name) {
    Class<?> known = ASKED.get(name);
    if (known != null) {
      return known;
    }
    for (Set<Class<?>> types : List.of(Scalars.TYPES, PrimitiveArrays.READERS.keySet())) {
      for (Class<?> type : types) {
        if (type.getSimpleName().equals(name)) {
          return type;
        }
      }
    }
    return switch (name) {
      case "BigDecimal" -> BigDecimal.class;
      case "Enum" -> Suit.class;
      case "Record" -> Point.class;
      default -> throw new AssertionError("nothing is known of the type " + name);
    };
  }

  /// The simple name of a value's class, or of the interface that it is known by.
  static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Path _ -> "Path";
      default -> value.getClass().getSimpleName();
    };
  }
}
