package dev.terrarium.bus.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes a goal of what was given, or finds everything that is wrong with it.
final class GoalReader {
  private final List<ArgumentDefinition> arguments;
  private final List<ArgumentFault> faults = new ArrayList<>();

  GoalReader(List<ArgumentDefinition> arguments) {
    this.arguments = arguments;
  }

  /// What is wrong with what was read; a goal is only to be used if that is nothing.
  List<ArgumentFault> faults() {
    return faults;
  }

  Goal read(Map<String, ? extends @Nullable Object> given) {
    for (String name : given.keySet()) {
      if (arguments.stream().noneMatch(argument -> argument.name().equals(name))) {
        faults.add(new ArgumentFault(name, known(), "'" + name + "'"));
      }
    }
    var values = new LinkedHashMap<String, @Nullable Object>();
    for (ArgumentDefinition argument : arguments) {
      if (given.containsKey(argument.name())) {
        values.put(argument.name(), taken(argument, given.get(argument.name())));
      } else if (argument.defaultValue().isPresent()) {
        values.put(argument.name(), argument.defaultValue().get());
      } else if (argument.required()) {
        faults.add(new ArgumentFault(argument.name(), argument.type().description(), "nothing"));
      }
    }
    return new Goal(values);
  }

  private @Nullable Object taken(ArgumentDefinition argument, @Nullable Object given) {
    Object value = argument.type().coerce(given);
    if (!argument.type().accepts(value)) {
      String expected = argument.type().description();
      faults.add(new ArgumentFault(argument.name(), expected, Described.of(given)));
    }
    return value;
  }

  private String known() {
    return arguments.isEmpty()
        ? "no argument at all"
        : arguments.stream()
            .map(ArgumentDefinition::name)
            .collect(Collectors.joining(" or ", "an argument named ", ""));
  }
}
