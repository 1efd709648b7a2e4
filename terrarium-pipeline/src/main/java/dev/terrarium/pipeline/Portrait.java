package dev.terrarium.pipeline;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ForeignValue;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value as a text for people, with its parts, as far as there is room.
///
/// A foreign value shows itself in the words of its language, another much as JSON would, and what
/// JSON lacks as Java writes it.
public final class Portrait {
  private static final int LONGEST = 2000;

  private final StringBuilder text = new StringBuilder();

  private Portrait() {}

  /// Returns at most 2,000 characters, and `…` where there are more.
  public static String of(@Nullable Object value) {
    var portrait = new Portrait();
    portrait.add(value);
    return shorten(portrait.text.toString(), LONGEST);
  }

  /// Returns a text, cut behind so many characters, between two whole ones; `…` stands for the
  /// rest.
  public static String shorten(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean cutsOne = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, cutsOne ? longest - 1 : longest) + "…";
  }

  private void add(@Nullable Object value) {
    switch (value) {
      case null -> text.append("null");
      case String words -> quote(words);
      case Map<?, ?> map -> addMap(map);
      case Collection<?> list -> addList(list);
      case ForeignValue foreign -> text.append(foreign.describe());
      case AudioFrame _ -> text.append(Values.describe(value));
      default -> addOther(value);
    }
  }

  private void addOther(Object value) {
    if (value.getClass().isArray()) {
      addArray(value);
    } else if (value instanceof Record
        || value.getClass().getModule().equals(Object.class.getModule())) {
      text.append(value);
    } else {
      text.append(Values.describe(value)); // Its own words may be any, or none.
    }
  }

  private void addMap(Map<?, ?> map) {
    text.append('{');
    var separator = "";
    for (var entry : map.entrySet()) {
      if (isFull()) {
        return;
      }
      text.append(separator);
      add(entry.getKey());
      text.append(": ");
      add(entry.getValue());
      separator = ", ";
    }
    text.append('}');
  }

  private void addList(Collection<?> list) {
    text.append('[');
    var separator = "";
    for (Object element : list) {
      if (isFull()) {
        return;
      }
      text.append(separator);
      add(element);
      separator = ", ";
    }
    text.append(']');
  }

  private void addArray(Object array) {
    text.append('[');
    for (int i = 0; i < Array.getLength(array) && !isFull(); i++) {
      text.append(i == 0 ? "" : ", ");
      add(Array.get(array, i));
    }
    text.append(']');
  }

  /// Puts a text in quotes, and half of a character as its number.
  private void quote(String words) {
    text.append('"');
    words
        .codePoints()
        .limit(LONGEST)
        .forEach(point -> {
          if (point == '"' || point == '\\') {
            text.append('\\').append((char) point);
          } else if (Character.isISOControl(point)
              || Character.getType(point) == Character.SURROGATE) {
            text.append("\\u%04x".formatted(point));
          } else {
            text.appendCodePoint(point);
          }
        });
    text.append('"');
  }

  private boolean isFull() {
    return text.length() > LONGEST;
  }
}
