package dev.terrarium.bus.command;

import dev.terrarium.safety.Permit;
import java.util.Map;
import java.util.Optional;

/// One command that was accepted, and what it was accepted with.
record Order(
    CommandDefinition command,
    ExecutionId id,
    Goal goal,
    Map<String, Object> options,
    Optional<Permit> permit,
    Lever lever) {

  /// It in words, such as `'move' (17)`.
  String named() {
    return "'" + command.name() + "' (" + id + ")";
  }
}
