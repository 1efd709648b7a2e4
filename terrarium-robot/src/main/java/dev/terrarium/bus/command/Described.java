package dev.terrarium.bus.command;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A value in the words of an error message.
final class Described {
  private static final int LONGEST = 60;

  private Described() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case String text -> "the text \"" + shortened(text) + "\"";
      case Boolean flag -> flag.toString();
      case Double real -> "the number " + real;
      case Float real -> "the number " + real;
      case BigDecimal real -> "the number " + shortened(real.toString());
      case Number number -> "the whole number " + shortened(number.toString());
      case Enum<?> word -> "the word " + word.name().toLowerCase(java.util.Locale.ROOT);
      default -> type(value);
    };
  }

  static String type(@Nullable Object value) {
    return value == null ? "nothing" : "a value of type " + value.getClass().getTypeName();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
