package dev.terrarium.pipeline;

import java.util.regex.Pattern;

/// One thing that is wrong in a manifest, and where.
///
/// @param path the place in the document, such as `$.nodes[2].node_type`
/// @param message what is wrong there, and what would be right
public record Fault(String path, String message) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// Returns the path of a member of the object at `path`.
  public static String child(String path, String name) {
    return PLAIN.matcher(name).matches()
        ? path + "." + name
        : path + "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
