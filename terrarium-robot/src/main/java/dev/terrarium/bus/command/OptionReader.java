package dev.terrarium.bus.command;

import dev.terrarium.bus.parameter.ParameterReference;
import dev.terrarium.bus.parameter.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the values of parameters in place of references to them, for each execution anew.
final class OptionReader {
  private final Optional<Parameters> parameters;

  OptionReader(Optional<Parameters> parameters) {
    this.parameters = parameters;
  }

  /// @throws IllegalArgumentException naming each reference to a parameter that there is not
  void check(CommandSet set) {
    List<String> faults = new ArrayList<>();
    for (CommandDefinition command : set.commands()) {
      command
          .options()
          .forEach((key, option) -> {
            if (option instanceof ParameterReference(var path)
                && parameters.flatMap(them -> them.find(path)).isEmpty()) {
              faults.add(
                  "option '%s' of %s refers to the parameter '%s', which is not declared"
                      .formatted(key, command, path));
            }
          });
    }
    Faults.refuse("the robot's commands", faults);
  }

  Map<String, Object> read(CommandDefinition command) {
    Map<String, Object> values = new LinkedHashMap<>();
    command.options().forEach((key, option) -> values.put(key, value(option)));
    return values;
  }

  private Object value(Object option) {
    return option instanceof ParameterReference(var path)
        ? parameters.flatMap(them -> them.find(path)).orElseThrow()
        : option;
  }
}
