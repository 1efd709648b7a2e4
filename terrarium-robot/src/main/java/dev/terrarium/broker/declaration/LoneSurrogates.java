package dev.terrarium.broker.declaration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/// Finds texts that hold half of a character, which Java can make and UTF-8 cannot write.
final class LoneSurrogates {
  private LoneSurrogates() {}

  static void check(Place place, Object value) {
    switch (value) {
      case String text when !UTF_8.newEncoder().canEncode(text) ->
          place.fault(
              "must be a text that UTF-8 can write: it holds half of a character, " + in(text));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          check(place.element(i), list.get(i));
        }
      }
      case Map<?, ?> table ->
          table.forEach((key, one) -> check(place.child(String.valueOf(key)), one));
      default -> {}
    }
  }

  private static String in(String text) {
    int index = 0;
    while (Character.isSupplementaryCodePoint(text.codePointAt(index))
        || !Character.isSurrogate(text.charAt(index))) {
      index += Character.charCount(text.codePointAt(index));
    }
    return "U+%04X at index %d".formatted((int) text.charAt(index), index);
  }
}
