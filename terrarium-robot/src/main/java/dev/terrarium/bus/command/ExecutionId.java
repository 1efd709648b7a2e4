package dev.terrarium.bus.command;

import java.util.Objects;
import java.util.regex.Pattern;

/// Names one execution of a command, and is the last segment of its events' topic.
///
/// @param value small letters, digits and `_`
public record ExecutionId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9_]+");

  public ExecutionId {
    Objects.requireNonNull(value, "an execution has an id, not null");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an execution's id is small letters, digits and _, not '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
