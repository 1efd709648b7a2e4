package dev.terrarium.safety;

import java.util.List;
import java.util.regex.Pattern;

/// Where in a robot a component sits, from the outermost part to the innermost: `arm.wrist.motor`.
///
/// @param segments at least one, each of lower-case letters, digits and underscores
public record ComponentPath(List<String> segments) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9_]+");

  public ComponentPath {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("The path of a component has at least one segment");
    }
    for (String segment : segments) {
      if (!FORM.matcher(segment).matches()) {
        throw new IllegalArgumentException(
            "'"
                + segment
                + "' in the path of a component '"
                + String.join(".", segments)
                + "' is no segment: it has lower-case letters, digits and underscores, as in"
                + " 'arm.wrist.motor_1'");
      }
    }
  }

  /// Reads segments that are joined by dots, such as `arm.wrist.motor`.
  public static ComponentPath of(String dotted) {
    return new ComponentPath(List.of(dotted.split("\\.", -1)));
  }

  @Override
  public String toString() {
    return String.join(".", segments);
  }
}
