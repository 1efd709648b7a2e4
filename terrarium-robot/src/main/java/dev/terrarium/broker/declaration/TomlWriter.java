package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes TOML: two levels as tables with headings, what lies deeper on the line of its field.
final class TomlWriter {
  /// Tables with fields of their own, which may hold nothing but tables all the same.
  private static final Set<String> SINGLE = Set.of("robot", "safety", "arm");

  private final StringBuilder text = new StringBuilder();

  private TomlWriter() {}

  static String text(Map<String, Object> root) {
    var writer = new TomlWriter();
    root.forEach((name, value) -> writer.add(name, (Map<?, ?>) value));
    return writer.text.toString();
  }

  /// Adds a table; where it holds only tables, each of those in its place.
  private void add(String name, Map<?, ?> table) {
    boolean isGroup =
        !table.isEmpty()
            && !SINGLE.contains(name)
            && table.values().stream().allMatch(Map.class::isInstance);
    if (isGroup) {
      table.forEach((key, value) ->
          addFields(DeclarationFault.child(name, String.valueOf(key)), (Map<?, ?>) value));
    } else {
      addFields(name, table);
    }
  }

  private void addFields(String heading, Map<?, ?> table) {
    text.append(text.isEmpty() ? "" : "\n").append('[').append(heading).append("]\n");
    table.forEach((key, value) ->
        text.append(DeclarationFault.child("", String.valueOf(key)))
            .append(" = ")
            .append(written(value))
            .append('\n'));
  }

  /// Returns a value as it stands behind the equals sign.
  static String written(Object value) {
    return switch (value) {
      case String words -> quoted(words);
      case Boolean flag -> flag.toString();
      case Double number -> number.toString().replace("E", "e");
      case Number number -> number.toString();
      case List<?> list ->
          list.stream().map(TomlWriter::written).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> table ->
          table.isEmpty()
              ? "{}"
              : table.entrySet().stream()
                  .map(one ->
                      DeclarationFault.child("", String.valueOf(one.getKey()))
                          + " = "
                          + written(one.getValue()))
                  .collect(Collectors.joining(", ", "{ ", " }"));
      default -> throw new AssertionError("a bug of ours: " + value.getClass() + " is not of TOML");
    };
  }

  private static String quoted(String words) {
    var quoted = new StringBuilder("\"");
    words
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            case '\r' -> quoted.append("\\r");
            default -> {
              if (c < 0x20 || c == 0x7f) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}
