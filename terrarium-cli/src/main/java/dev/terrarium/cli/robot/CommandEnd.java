package dev.terrarium.cli.robot;

import dev.terrarium.bus.command.Awaited;
import dev.terrarium.bus.command.CommandError;
import dev.terrarium.bus.command.CommandOutcome;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a command, for whoever gave it.
///
/// @param status `succeeded`, `failed`, `cancelled` or `refused`
/// @param value its result, if it succeeded
/// @param error what went wrong, if it did not
/// @param at when whoever gave it knew, in nanoseconds since the begin
public record CommandEnd(
    String status, @Nullable Object value, Optional<CommandError> error, long at) {
  static CommandEnd refused(CommandError error, long at) {
    return new CommandEnd("refused", null, Optional.of(error), at);
  }

  static CommandEnd of(Awaited awaited, long at) {
    return switch (awaited) {
      case Awaited.Over(CommandOutcome.Succeeded(_, var value)) ->
          new CommandEnd("succeeded", value, Optional.empty(), at);
      case Awaited.Over(var outcome) ->
          new CommandEnd(
              outcome.status().name().toLowerCase(Locale.ROOT), null, outcome.error(), at);
      case Awaited.StillRunning _, Awaited.Gone _ ->
          new CommandEnd("failed", null, awaited.error(), at);
    };
  }

  /// Returns what Python prints of it, if Python code raised an exception.
  public Optional<String> traceback() {
    return detail("traceback").map(String::stripTrailing);
  }

  /// Returns the type of the exception, if Python code raised one.
  public Optional<String> type() {
    return detail("type");
  }

  private Optional<String> detail(String name) {
    return error
        .map(fault -> fault.details().get(name))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /// Whether its time was over before it was.
  public boolean isLate() {
    return error.filter(fault -> fault.code() == CommandError.Code.TIMEOUT).isPresent();
  }

  /// Returns what happened in a few words, such as `succeeded`, or `safety_disarmed`.
  public String word() {
    return error.map(fault -> fault.code().id()).orElse(status);
  }
}
