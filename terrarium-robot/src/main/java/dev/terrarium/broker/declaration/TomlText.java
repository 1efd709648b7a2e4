package dev.terrarium.broker.declaration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads TOML into plain values, and notes the line of each.
final class TomlText {
  private static final int LONGEST = 1 << 20;

  private final Map<String, Integer> lines = new HashMap<>();

  private TomlText() {}

  /// @throws DeclarationException with every fault in the notation
  static Tree read(String text) {
    if (text.length() > LONGEST) {
      throw refused(0, "must be at most " + LONGEST + " characters of TOML, not " + text.length());
    }
    var bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    NestingCheck.line(bare)
        .ifPresent(line -> {
          throw refused(
              line, "must be nested at most " + NestingCheck.DEEPEST + " deep, and is deeper here");
        });
    var result = Toml.parse(bare);
    if (result.hasErrors()) {
      throw new DeclarationException(
          mistakes(bare.lines().toList(), result.errors()).map(TomlText::fault).toList());
    }
    var reading = new TomlText();
    return new Tree(reading.table("", result), reading.lines);
  }

  private static DeclarationException refused(int line, String message) {
    return new DeclarationException(
        List.of(new DeclarationFault("", line, message, Optional.empty())));
  }

  /// Leaves out what follows from a table that is there twice: its keys are there twice as well.
  private static Stream<TomlParseError> mistakes(List<String> lines, List<TomlParseError> errors) {
    var tables =
        errors.stream()
            .filter(TomlText::isOfRepetition)
            .map(error -> error.position().line())
            .filter(line -> isHeader(lines, line))
            .toList();
    return errors.stream()
        .filter(error -> !isOfRepetition(error) || !tables.contains(header(lines, error)));
  }

  private static boolean isOfRepetition(TomlParseError error) {
    return String.valueOf(error.getMessage()).contains("previously defined");
  }

  private static boolean isHeader(List<String> lines, int line) {
    return lines.get(line - 1).stripLeading().startsWith("[");
  }

  /// Returns the line of the table that a key is in; 0 for a table's own.
  private static int header(List<String> lines, TomlParseError error) {
    int line = error.position().line();
    if (isHeader(lines, line)) {
      return 0;
    }
    while (line > 0 && !isHeader(lines, line)) {
      line--;
    }
    return line;
  }

  private static DeclarationFault fault(TomlParseError error) {
    return new DeclarationFault(
        "",
        error.position().line(),
        "is not TOML: " + error.getMessage() + ", at column " + error.position().column(),
        Optional.empty());
  }

  private Map<String, Object> table(String path, TomlTable table) {
    var values = new LinkedHashMap<String, Object>();
    for (var name : table.keySet()) {
      var key = List.of(name);
      var value = table.get(key);
      if (value != null) {
        var place = DeclarationFault.child(path, name);
        note(place, table.inputPositionOf(key));
        values.put(name, plain(place, value));
      }
    }
    return values;
  }

  private List<Object> array(String path, TomlArray array) {
    var values = new ArrayList<Object>();
    for (int i = 0; i < array.size(); i++) {
      var place = path + "[" + i + "]";
      note(place, array.inputPositionOf(i));
      values.add(plain(place, array.get(i)));
    }
    return values;
  }

  private Object plain(String place, Object value) {
    return switch (value) {
      case TomlTable table -> table(place, table);
      case TomlArray array -> array(place, array);
      default -> value;
    };
  }

  private void note(String place, @Nullable TomlPosition position) {
    if (position != null) {
      lines.put(place, position.line());
    }
  }
}
