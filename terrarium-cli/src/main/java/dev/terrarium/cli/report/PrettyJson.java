package dev.terrarium.cli.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.terrarium.message.AudioFrame;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values as JSON that people read: short ones on one line, long ones shortened.
final class PrettyJson {
  private static final int WIDTH = 92;
  private static final int MOST_ELEMENTS = 24;
  private static final int LONGEST_TEXT = 400;
  private static final int DEEPEST = 12;
  private static final String ELLIPSIS = "…";

  private PrettyJson() {}

  static String of(@Nullable Object value) {
    return lines(value, 0, 0);
  }

  private static String lines(@Nullable Object value, int indent, int depth) {
    var parts = depth < DEEPEST ? parts(value) : null;
    if (parts == null) {
      return scalar(value);
    }
    boolean isMap = value instanceof Map;
    var compact = join(parts, -1, depth, isMap);
    return indent < 0 || indent + compact.length() <= WIDTH
        ? compact
        : join(parts, indent, depth, isMap);
  }

  /// Joins on one line if `indent` is negative.
  private static String join(List<Part> parts, int indent, int depth, boolean isMap) {
    var joined = new StringBuilder(isMap ? "{" : "[");
    var separator = "";
    for (var part : parts) {
      joined.append(separator);
      if (indent >= 0) {
        joined.append('\n').append(" ".repeat(indent + 2));
      }
      joined.append(part.name());
      joined.append(
          part.isRest()
              ? part.value()
              : lines(part.value(), indent < 0 ? indent : indent + 2, depth + 1));
      separator = indent < 0 ? ", " : ",";
    }
    if (indent >= 0 && !parts.isEmpty()) {
      joined.append('\n').append(" ".repeat(indent));
    }
    return joined.append(isMap ? "}" : "]").toString();
  }

  /// The elements of a container, the first of them if there are many, or null for anything else.
  private static @Nullable List<Part> parts(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var parts = new ArrayList<Part>();
        map.entrySet().stream()
            .limit(MOST_ELEMENTS)
            .forEach(entry ->
                parts.add(
                    new Part(
                        quoted(String.valueOf(entry.getKey())) + ": ", entry.getValue(), false)));
        yield withRest(parts, map.size());
      }
      case Collection<?> list ->
          withRest(unnamed(list.stream().limit(MOST_ELEMENTS).toArray()), list.size());
      case Object[] array -> withRest(unnamed(first(array)), array.length);
      case byte[] _ -> null;
      case null -> null;
      default ->
          value.getClass().isArray()
              ? withRest(unnamed(first(value)), Array.getLength(value))
              : null;
    };
  }

  private static @Nullable Object[] first(Object array) {
    var first = new @Nullable Object[Math.min(MOST_ELEMENTS, Array.getLength(array))];
    Arrays.setAll(first, i -> Array.get(array, i));
    return first;
  }

  private static List<Part> unnamed(@Nullable Object[] values) {
    var parts = new ArrayList<Part>();
    for (var value : values) {
      parts.add(new Part("", value, false));
    }
    return parts;
  }

  private static List<Part> withRest(List<Part> parts, int all) {
    if (all > parts.size()) {
      parts.add(new Part("", ELLIPSIS + " " + Amounts.count(all - parts.size()) + " more", true));
    }
    return parts;
  }

  private static String scalar(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text when text.length() > LONGEST_TEXT ->
          quoted(text.substring(0, LONGEST_TEXT))
              + ELLIPSIS
              + " "
              + Amounts.count(text.length() - LONGEST_TEXT)
              + " more";
      case String text -> quoted(text);
      case byte[] bytes -> ELLIPSIS + " " + Amounts.count(bytes.length, "byte", "bytes");
      case AudioFrame frame ->
          ELLIPSIS
              + " "
              + Amounts.count(frame.channels(), "channel", "channels")
              + " of "
              + Amounts.count(frame.length(), "sample", "samples");
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> ELLIPSIS;
    };
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /// One element; `name` is its quoted key with a colon, and `isRest` says that `value` is no JSON.
  private record Part(String name, @Nullable Object value, boolean isRest) {}
}
