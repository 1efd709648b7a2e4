package dev.terrarium.broker.declaration;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a parameter, or an argument of a command, holds.
public enum ValueType {
  /// Any text, number or truth value; of arguments alone.
  ANY("a text, a number, true or false"),
  /// A `Double`.
  FLOAT("a finite number"),
  /// A `Long`.
  INTEGER("a whole number"),
  BOOLEAN("true or false"),
  STRING("a text"),
  /// A name, such as `fast`.
  SYMBOL("a name of a-z, 0-9 and _, a letter first"),
  /// One of several words; of arguments alone.
  CHOICE("one of the words in values"),
  /// A `Double` in a unit; of parameters alone.
  UNIT("a finite number");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final String words;

  ValueType(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  boolean isNumeric() {
    return this == FLOAT || this == INTEGER || this == UNIT;
  }

  /// Returns a value as this type has it, if it is of the type.
  Optional<Object> read(Object value) {
    var plain = plain(value);
    boolean fits =
        switch (this) {
          case ANY -> plain instanceof Boolean || plain instanceof String || isFinite(plain);
          case FLOAT, UNIT -> isFinite(plain);
          case INTEGER -> plain instanceof Long;
          case BOOLEAN -> plain instanceof Boolean;
          case STRING, CHOICE -> plain instanceof String;
          case SYMBOL -> plain instanceof String name && NAME.matcher(name).matches();
        };
    return fits ? Optional.of(plain) : Optional.empty();
  }

  /// Whole numbers become `Long`, those with a fraction `Double`, and all of them where this type
  /// has fractions.
  private Object plain(Object value) {
    Object wide =
        switch (value) {
          case Byte _, Short _, Integer _ -> ((Number) value).longValue();
          case Float number -> number.doubleValue();
          default -> value;
        };
    return wide instanceof Long number && (this == FLOAT || this == UNIT)
        ? (Object) number.doubleValue()
        : wide;
  }

  private static boolean isFinite(Object value) {
    return value instanceof Long || (value instanceof Double number && Double.isFinite(number));
  }
}
