package dev.terrarium.message;

import java.util.regex.Pattern;

/// The name of a node, unique in its pipeline.
///
/// Letters, digits, `_` and `-`, at least one.
public record NodeId(String value) implements Comparable<NodeId> {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_-]+");

  public NodeId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a node id: letters, digits, '_' and '-' only, at least one");
    }
  }

  /// Whether `text` may be a node id.
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
