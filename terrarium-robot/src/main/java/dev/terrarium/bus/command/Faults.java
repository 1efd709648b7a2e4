package dev.terrarium.bus.command;

import java.util.List;

/// Everything that is wrong with a declaration, said at once.
final class Faults {
  private Faults() {}

  static void refuse(String what, List<String> faults) {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(what + ": " + String.join("; ", faults));
    }
  }

  static long countOf(String name, List<ArgumentDefinition> arguments) {
    return arguments.stream().filter(argument -> argument.name().equals(name)).count();
  }
}
