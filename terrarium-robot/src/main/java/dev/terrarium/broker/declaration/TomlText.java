package dev.terrarium.broker.declaration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      throw new DeclarationException(result.errors().stream().map(TomlText::fault).toList());
    }
    var reading = new TomlText();
    return new Tree(reading.table("", result), reading.lines);
  }

  private static DeclarationException refused(int line, String message) {
    return new DeclarationException(
        List.of(new DeclarationFault("", line, message, Optional.empty())));
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
