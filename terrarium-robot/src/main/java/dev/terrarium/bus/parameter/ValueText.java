package dev.terrarium.bus.parameter;

import java.util.regex.Pattern;

/// Values in the words of messages, and numbers that texts spell.
final class ValueText {
  private static final int LONGEST = 60;
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern REAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private ValueText() {}

  static String of(Object value) {
    return switch (value) {
      case String text ->
          "the text \""
              + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
              + "\"";
      case Boolean flag -> flag.toString();
      case Double real -> "the float " + real;
      case Float real -> "the 32-bit float " + real;
      case Integer whole -> "the integer " + whole;
      case Long whole -> "the integer " + whole;
      default -> "a value of type " + value.getClass().getTypeName();
    };
  }

  static Object real(Object value) {
    return switch (value) {
      case Float number -> number.doubleValue();
      case Integer number -> number.doubleValue();
      case Long number -> number.doubleValue();
      case String text when REAL.matcher(text).matches() -> Double.parseDouble(text);
      default -> value;
    };
  }

  static Object flag(Object value) {
    boolean isTrue = value.equals("true");
    return isTrue || value.equals("false") ? (Object) isTrue : value;
  }

  static Object whole(Object value) {
    return value instanceof String text && WHOLE.matcher(text).matches()
        ? (Object) Long.parseLong(text)
        : value;
  }
}
