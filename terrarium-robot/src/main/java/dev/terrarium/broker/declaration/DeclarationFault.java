package dev.terrarium.broker.declaration;

import java.util.Optional;
import java.util.regex.Pattern;

/// One thing that is wrong in a declaration, and where.
///
/// @param path the field, as TOML names it, such as `commands.survey.timeout_ms`; empty where the
///   text as a whole is meant
/// @param line its line in the text, from 1, or that of the nearest field around it; 0 where there
///   is no text
/// @param message what is wrong there, and what was expected
/// @param near the names that may have been meant, such as `'survey'`
public record DeclarationFault(String path, int line, String message, Optional<String> near) {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

  /// Returns the path of a field in the table at `path`.
  static String child(String path, String name) {
    var key =
        BARE.matcher(name).matches()
            ? name
            : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    return path.isEmpty() ? key : path + "." + key;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    if (line > 0) {
      text.append("line ").append(line).append(": ");
    }
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(message);
    near.ifPresent(names -> text.append("; did you mean ").append(names).append("?"));
    return text.toString();
  }
}
