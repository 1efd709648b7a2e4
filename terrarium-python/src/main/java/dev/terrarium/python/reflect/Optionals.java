package dev.terrarium.python.reflect;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The classes that hold one value or none.
public final class Optionals {
  private static final Map<Class<?>, Object> EMPTY =
      Map.of(
          Optional.class,
          Optional.empty(),
          OptionalInt.class,
          OptionalInt.empty(),
          OptionalLong.class,
          OptionalLong.empty(),
          OptionalDouble.class,
          OptionalDouble.empty());

  private Optionals() {}

  /// Whether a class is one of them.
  public static boolean has(Class<?> type) {
    return EMPTY.containsKey(type);
  }

  /// The empty one of a class that is one of them.
  public static Object empty(Class<?> type) {
    Object empty = EMPTY.get(type);
    if (empty == null) {
      throw new IllegalArgumentException(type.getTypeName() + " is no optional");
    }
    return empty;
  }

  /// Whether a value is one of them, and empty.
  public static boolean isEmpty(@Nullable Object value) {
    return value != null && value.equals(EMPTY.get(value.getClass()));
  }
}
