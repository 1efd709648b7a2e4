package dev.terrarium.bus.command;

import dev.terrarium.bus.command.CommandError.Code;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Why a command was not accepted: nothing of it has run, and nothing was published.
public sealed interface Refusal {
  /// There is none of this name.
  record UnknownCommand(String command, List<String> known) implements Refusal {
    public UnknownCommand {
      known = List.copyOf(known);
    }
  }

  /// The goal does not fit: each argument that does not.
  record InvalidArguments(String command, List<ArgumentFault> faults) implements Refusal {
    public InvalidArguments {
      faults = List.copyOf(faults);
    }
  }

  /// It arms or disarms, which the operator does.
  ///
  /// @param instead the method that runs it
  record OperatorsOnly(String command, String instead) implements Refusal {}

  /// The robot is in error until an operator has acknowledged that.
  record SafetyError(String command) implements Refusal {}

  /// The robot is being disarmed.
  record Disarming(String command) implements Refusal {}

  /// It is not allowed in the state that the robot is in; `disarmed` is such a state.
  record NotAllowed(String command, String currentState, List<String> allowed) implements Refusal {
    public NotAllowed {
      allowed = List.copyOf(allowed);
    }
  }

  /// Its category has as many executions as it may have.
  ///
  /// @param current how many those are
  /// @param unfinished those of them that were ended and have not returned, with their ids
  record CategoryFull(
      String command, String category, int limit, int current, List<String> unfinished)
      implements Refusal {
    public CategoryFull {
      unfinished = List.copyOf(unfinished);
    }
  }

  /// The robot's commands are closed.
  record Closed(String command) implements Refusal {}

  /// The name that was given.
  String command();

  /// Returns it as scripts and other programs are told.
  default CommandError error() {
    return switch (this) {
      case UnknownCommand(var name, var known) ->
          CommandError.of(
              Code.UNKNOWN_COMMAND,
              "there is no command '%s'; there are: %s".formatted(name, listed(known)),
              Map.of("command", name));
      case InvalidArguments(var name, var faults) -> invalid(name, faults);
      case OperatorsOnly(var name, var instead) ->
          failed(
              name,
              "operators_only",
              "command '%s' is the operator's: call %s, which runs it".formatted(name, instead));
      case SafetyError(var name) ->
          notArmed(name, "error", "an operator must force-disarm it first");
      case Disarming(var name) -> notArmed(name, "disarming", "wait until it is disarmed");
      case NotAllowed(var name, var state, var allowed) -> notAllowed(name, state, allowed);
      case CategoryFull full -> full(full);
      case Closed(var name) ->
          failed(
              name,
              "closed",
              "command '%s' was refused: the robot's commands are closed".formatted(name));
    };
  }

  private static CommandError failed(String name, String reason, String message) {
    return CommandError.of(Code.COMMAND_FAILED, message, Map.of("command", name, "reason", reason));
  }

  private static CommandError invalid(String name, List<ArgumentFault> faults) {
    String all = faults.stream().map(ArgumentFault::toString).collect(Collectors.joining("; "));
    ArgumentFault first = faults.getFirst();
    return CommandError.of(
        Code.INVALID_ARGUMENT,
        "command '%s': %s".formatted(name, all),
        Map.of(
            "command", name,
            "argument", first.argument(),
            "expected", first.expected(),
            "given", first.given()));
  }

  private static CommandError notArmed(String name, String state, String advice) {
    return CommandError.of(
        Code.SAFETY_NOT_ARMED,
        "command '%s' was refused: the robot's safety is %s; %s".formatted(name, state, advice),
        Map.of("command", name, "state", state));
  }

  private static CommandError notAllowed(String name, String state, List<String> allowed) {
    return CommandError.of(
        state.equals(OperationalState.DISARMED) ? Code.SAFETY_DISARMED : Code.STATE_NOT_ALLOWED,
        "command '%s' is not allowed while the robot is %s: allowed in %s"
            .formatted(name, state, listed(allowed)),
        Map.of("command", name, "state", state, "allowed", allowed));
  }

  private static CommandError full(CategoryFull full) {
    String message =
        "command '%s' was refused: category '%s' has %d of at most %d executions"
            .formatted(full.command, full.category, full.current, full.limit);
    String tail =
        full.unfinished.isEmpty()
            ? "; declare it with another category, or that one with a higher limit"
            : "; ended, but still at work: " + String.join(", ", full.unfinished);
    return CommandError.of(
        Code.COMMAND_FAILED,
        message + tail,
        Map.of(
            "command", full.command,
            "reason", "category_full",
            "category", full.category,
            "limit", full.limit,
            "current", full.current));
  }

  private static String listed(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
