package dev.terrarium.bus.command;

import java.util.Optional;

/// One argument that a command takes.
///
/// @param name its key in a goal
/// @param type what it may be
/// @param required whether a goal without it is refused
/// @param defaultValue what stands for it in a goal without it
/// @param summary what it does, in one line; with its unit
public record ArgumentDefinition(
    String name,
    ArgumentType type,
    boolean required,
    Optional<Object> defaultValue,
    String summary) {
  public ArgumentDefinition {
    Word.require("an argument", name);
    if (required && defaultValue.isPresent()) {
      throw new IllegalArgumentException(
          "argument '" + name + "' is required and has a default: give it one of the two");
    }
    defaultValue = defaultValue.map(type::coerce);
    if (defaultValue.isPresent() && !type.accepts(defaultValue.get())) {
      throw new IllegalArgumentException(
          "the default of argument '%s' must be %s, not %s"
              .formatted(name, type.description(), Described.of(defaultValue.get())));
    }
  }

  /// Makes an argument that every goal must have.
  public static ArgumentDefinition required(String name, ArgumentType type, String summary) {
    return new ArgumentDefinition(name, type, true, Optional.empty(), summary);
  }

  /// Makes an argument that a goal may lack; nothing then stands for it.
  public static ArgumentDefinition optional(String name, ArgumentType type, String summary) {
    return new ArgumentDefinition(name, type, false, Optional.empty(), summary);
  }

  /// Returns this argument as one that a goal may lack, with what then stands for it.
  public ArgumentDefinition orElse(Object value) {
    return new ArgumentDefinition(name, type, false, Optional.of(value), summary);
  }
}
