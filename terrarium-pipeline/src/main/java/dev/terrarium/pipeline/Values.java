package dev.terrarium.pipeline;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ForeignValue;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Values in the words of JSON, for messages.
public final class Values {
  private static final int LONGEST = 60;
  private static final double LONG_END = 0x1p63;
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          Number.class, "a number",
          String.class, "a text",
          List.class, "a list",
          Map.class, "an object",
          AudioFrame.class, "a frame of sound");

  private Values() {}

  /// Returns a whole number that fits a `long`; in JSON, 2.0 is one as well as 2.
  public static OptionalLong whole(@Nullable Object value) {
    return switch (value) {
      case Long number -> OptionalLong.of(number);
      case Double number when number == Math.rint(number) && Math.abs(number) < LONG_END ->
          OptionalLong.of(number.longValue());
      case null, default -> OptionalLong.empty();
    };
  }

  /// Writes a number without a fraction that says nothing; below 2^53, a whole double is exact.
  public static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 0x1p53
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /// Names a value shortly: `the text "abc"`, `the number 3`, `a list`, `null`.
  public static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "the text \"" + shorten(text) + "\"";
      case Boolean flag -> flag.toString();
      case Number number -> "the number " + shorten(number.toString());
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "an object";
      case AudioFrame _ -> "a frame of sound";
      case ForeignValue foreign -> "a Python " + foreign.typeName();
      default -> describe(value.getClass());
    };
  }

  /// Names a type of values shortly: `a number`, `an object`, `a frame of sound`.
  public static String describe(Class<?> type) {
    return NAMES.getOrDefault(type, "a " + type.getSimpleName());
  }

  private static String shorten(String text) {
    return Portrait.shorten(text, LONGEST);
  }
}
