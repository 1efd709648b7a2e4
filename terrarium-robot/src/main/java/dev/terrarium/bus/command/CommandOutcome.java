package dev.terrarium.bus.command;

import dev.terrarium.bus.command.CommandError.Code;
import dev.terrarium.message.payload.Command.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an execution ended: one of these, and it never changes.
public sealed interface CommandOutcome {
  /// Its handler did what it was to do.
  record Succeeded(String command, @Nullable Object value) implements CommandOutcome {}

  /// Its handler says that it failed.
  record Failed(String command, Object reason) implements CommandOutcome {}

  /// Its handler threw.
  record Crashed(String command, Throwable exception) implements CommandOutcome {}

  /// It was ended from outside.
  record Ended(String command, Ending ending) implements CommandOutcome {}

  /// It was ended from outside, and threw when asked for the result of that.
  record ResultFailed(String command, Ending ending, Throwable exception)
      implements CommandOutcome {}

  /// It has not begun, as handlers of commands that were ended before it have not returned.
  ///
  /// @param unfinished those commands, with their executions' ids
  record NotBegun(String command, List<String> unfinished) implements CommandOutcome {
    public NotBegun {
      unfinished = List.copyOf(unfinished);
    }
  }

  /// Its handler succeeded, but with a next state that is not declared; the state stayed.
  record InvalidState(String command, String state, List<String> declared)
      implements CommandOutcome {
    public InvalidState {
      declared = List.copyOf(declared);
    }
  }

  /// The command's name.
  String command();

  /// Whether it succeeded.
  default boolean isSuccess() {
    return this instanceof Succeeded;
  }

  /// Returns the status that the last event of the execution has.
  default Status status() {
    return switch (this) {
      case Succeeded _ -> Status.SUCCEEDED;
      case Ended(_, Ending.TimedOut _) -> Status.FAILED;
      case Ended _ -> Status.CANCELLED;
      case Failed _, Crashed _, ResultFailed _, NotBegun _, InvalidState _ -> Status.FAILED;
    };
  }

  /// Returns what went wrong, as scripts and other programs are told; nothing if nothing did.
  default Optional<CommandError> error() {
    return switch (this) {
      case Succeeded _ -> Optional.empty();
      case Failed(var command, var reason) -> Optional.of(CommandError.failed(command, reason));
      case Crashed(var command, var exception) ->
          of(
              Code.COMMAND_FAILED,
              "command '%s' crashed: %s".formatted(command, PlainText.text(exception)),
              "crashed");
      case Ended(var command, var ending) -> Optional.of(ended(command, ending));
      case ResultFailed(var command, var ending, var exception) ->
          of(
              Code.COMMAND_FAILED,
              "command '%s' was ended (%s), and its result failed: %s"
                  .formatted(command, ending.description(), PlainText.text(exception)),
              "result_failed");
      case NotBegun(var command, var unfinished) ->
          of(
              Code.COMMAND_FAILED,
              "command '%s' has not begun: ended before it, but still at work: %s"
                  .formatted(command, String.join(", ", unfinished)),
              "not_begun");
      case InvalidState(var command, var state, var declared) ->
          of(
              Code.COMMAND_FAILED,
              "command '%s' ended with the next state '%s', which is not declared: expected one of %s"
                  .formatted(command, state, String.join(", ", declared)),
              "invalid_state");
    };
  }

  private Optional<CommandError> of(Code code, String message, String reason) {
    return Optional.of(
        CommandError.of(code, message, Map.of("command", command(), "reason", reason)));
  }

  private static CommandError ended(String command, Ending ending) {
    String message = "command '%s' was ended: %s".formatted(command, ending.description());
    Map<String, Object> details = new HashMap<>(Map.of("command", command));
    return switch (ending) {
      case Ending.Cancelled _ -> CommandError.of(Code.CANCELLED, message, details);
      case Ending.Closed _ -> CommandError.of(Code.CANCELLED, message, details);
      case Ending.Preempted(var other, var by) -> {
        details.put("preempted_by", other);
        details.put("execution_id", by.value());
        yield CommandError.of(Code.CANCELLED, message, details);
      }
      case Ending.TimedOut(var limit) -> {
        details.put("ms", limit.toMillis());
        details.put("running", false);
        yield CommandError.of(Code.TIMEOUT, message, details);
      }
      case Ending.SafetyChanged(var to) -> {
        details.put("state", to.id());
        yield CommandError.endedBySafety(message, details);
      }
    };
  }
}
