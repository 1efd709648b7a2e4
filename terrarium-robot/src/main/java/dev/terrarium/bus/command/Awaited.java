package dev.terrarium.bus.command;

import dev.terrarium.bus.command.CommandError.Code;
import dev.terrarium.safety.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What came of waiting for an execution.
public sealed interface Awaited {
  /// It has ended.
  record Over(CommandOutcome outcome) implements Awaited {}

  /// It has not; the command goes on, and can be awaited again.
  record StillRunning(ExecutionId id, Duration waited) implements Awaited {}

  /// Nothing is known of it: there was none of this id, somebody has fetched its result, or that is
  /// too long ago.
  record Gone(ExecutionId id) implements Awaited {}

  /// Returns the outcome, if there is one.
  default Optional<CommandOutcome> ifOver() {
    return this instanceof Over(var outcome) ? Optional.of(outcome) : Optional.empty();
  }

  /// Returns what scripts and other programs are told if there is no success.
  default Optional<CommandError> error() {
    return switch (this) {
      case Over(var outcome) -> outcome.error();
      case StillRunning(var id, var waited) ->
          Optional.of(
              CommandError.of(
                  Code.TIMEOUT,
                  "execution %s has not ended within %s, and goes on"
                      .formatted(id, Durations.words(waited)),
                  Map.of("ms", waited.toMillis(), "running", true, "execution_id", id.value())));
      case Gone(var id) ->
          Optional.of(
              CommandError.of(
                  Code.COMMAND_FAILED,
                  ("nothing is known of execution %s: its result was fetched, or was not within the"
                          + " time that results are kept")
                      .formatted(id),
                  Map.of("reason", "unknown_execution", "execution_id", id.value())));
    };
  }
}
