package dev.terrarium.broker.declaration;

import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;

/// A value in the words of an error message.
final class Described {
  private static final int LONGEST = 60;

  private Described() {}

  static String of(Object value) {
    return switch (value) {
      case String text -> "the text \"" + shortened(text) + "\"";
      case Boolean flag -> flag.toString();
      case Number number -> "the number " + number;
      case List<?> list -> list.isEmpty() ? "an empty list" : "a list of " + list.size();
      case Map<?, ?> _ -> "a table";
      case TemporalAccessor _ -> "the date or time " + value;
      default -> "a " + value.getClass().getSimpleName();
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
