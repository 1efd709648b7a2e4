package dev.terrarium.bus.parameter;

import dev.terrarium.message.quantity.SiUnits;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.measure.Quantity;

/// Values in the words of messages, as texts spell them, and as they are kept and told.
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
      case Quantity<?> quantity -> "the quantity " + quantity;
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

  static Object quantity(Object value) {
    try {
      return switch (value) {
        case String text -> SiUnits.parse(text);
        case Map<?, ?> map -> SiUnits.ofMap(keyed(map));
        default -> value;
      };
    } catch (IllegalArgumentException _) {
      return value;
    }
  }

  private static Map<String, Object> keyed(Map<?, ?> map) {
    Map<String, Object> keyed = new HashMap<>();
    map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
    return keyed;
  }

  /// What payloads and stores take: a quantity as a map, anything else as it is.
  static Object plain(Object value) {
    return value instanceof Quantity<?> quantity ? SiUnits.toMap(quantity) : value;
  }

  static Object whole(Object value) {
    return value instanceof String text && WHOLE.matcher(text).matches()
        ? (Object) Long.parseLong(text)
        : value;
  }
}
