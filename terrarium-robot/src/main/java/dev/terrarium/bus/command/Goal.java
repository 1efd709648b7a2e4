package dev.terrarium.bus.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one execution of a command is to do: its arguments, checked, with defaults filled in.
///
/// @param values by the arguments' names, in the order of the definition; what has neither been
///   given nor a default is not among them
public record Goal(Map<String, @Nullable Object> values) {
  public Goal {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Returns an argument, if it has been given or has a default.
  public Optional<Object> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Returns an argument that is a number.
  ///
  /// @throws IllegalStateException if there is none of this name and type, as for all of these
  public double real(String name) {
    return present(name, Double.class);
  }

  /// Returns an argument that is a whole number.
  public long whole(String name) {
    return present(name, Long.class);
  }

  /// Returns an argument that is true or false.
  public boolean flag(String name) {
    return present(name, Boolean.class);
  }

  /// Returns an argument that is a text, a symbol, or a word of a choice.
  public String text(String name) {
    return present(name, String.class);
  }

  /// Returns an argument of any type, such as an enum's constant.
  public <T> T value(String name, Class<T> type) {
    return present(name, type);
  }

  private <T> T present(String name, Class<T> type) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "the goal's argument '%s' is %s, not a %s: declare it so, required or with a default"
              .formatted(name, Described.of(value), type.getSimpleName()));
    }
    return type.cast(value);
  }
}
