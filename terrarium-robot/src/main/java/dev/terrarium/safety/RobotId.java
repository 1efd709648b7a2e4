package dev.terrarium.safety;

import java.util.Objects;
import java.util.regex.Pattern;

/// The name of a robot: lower-case letters, digits and underscores, a letter first.
public record RobotId(String name) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

  public RobotId {
    Objects.requireNonNull(name, "a robot has a name, not null");
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name of a robot: it has lower-case letters, digits and underscores, and begins"
              + " with a letter, as in 'left_arm'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
