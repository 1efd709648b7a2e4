package dev.terrarium.bus.command;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is wrong with one argument of a goal.
///
/// @param argument its name
/// @param expected what was expected, such as `a finite number`
/// @param given what was given, in words
public record ArgumentFault(String argument, String expected, String given) {
  /// Finds everything that is wrong with a goal of a command that takes these arguments.
  public static List<ArgumentFault> of(
      List<ArgumentDefinition> arguments, Map<String, ? extends @Nullable Object> goal) {
    var reader = new GoalReader(arguments);
    var _ = reader.read(goal);
    return List.copyOf(reader.faults());
  }

  @Override
  public String toString() {
    return "argument '%s': expected %s, was given %s".formatted(argument, expected, given);
  }
}
