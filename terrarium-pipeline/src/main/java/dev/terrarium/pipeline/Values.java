package dev.terrarium.pipeline;

import dev.terrarium.message.ForeignValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values in the words of JSON, for messages.
public final class Values {
  private static final int LONGEST = 60;

  private Values() {}

  /// Names a value shortly: `the text "abc"`, `the number 3`, `a list`, `null`.
  public static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "the text \"" + shorten(text) + "\"";
      case Boolean flag -> flag.toString();
      case Number number -> "the number " + shorten(number.toString());
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "an object";
      case ForeignValue foreign -> "a Python " + foreign.typeName();
      default -> "a " + value.getClass().getSimpleName();
    };
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
