package dev.terrarium.python.convert;

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
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// The types whose rule no converter of the user changes: the rows of the published table that are
/// no classes of the user. A test compares the two.
final class FixedRules {
  static final Set<Class<?>> JAVA =
      Set.of(
          Object.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          BigInteger.class,
          Float.class,
          Double.class,
          Number.class,
          BigDecimal.class,
          Character.class,
          CharSequence.class,
          String.class,
          Optional.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          List.class,
          Collection.class,
          Set.class,
          Map.class,
          UUID.class,
          Path.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          OffsetTime.class,
          Duration.class);

  static final Set<String> PYTHON =
      Set.of(
          "NoneType",
          "bool",
          "int",
          "float",
          "str",
          "bytes",
          "list",
          "tuple",
          "set",
          "frozenset",
          "dict",
          "datetime.datetime",
          "datetime.date",
          "datetime.time",
          "datetime.timedelta",
          "decimal.Decimal",
          "uuid.UUID",
          "pathlib.PosixPath",
          "pathlib.WindowsPath");

  private static final List<Class<?>> HIERARCHIES =
      List.of(Collection.class, Map.class, CharSequence.class, Path.class);

  private FixedRules() {}

  /// Lists, maps, texts and paths of whatever class follow the rule of their interface.
  static boolean has(Class<?> type) {
    return type.isPrimitive()
        || type.isArray()
        || JAVA.contains(type)
        || HIERARCHIES.stream().anyMatch(each -> each.isAssignableFrom(type));
  }

  static boolean has(String type) {
    return PYTHON.contains(type) || type.equals("object");
  }
}
