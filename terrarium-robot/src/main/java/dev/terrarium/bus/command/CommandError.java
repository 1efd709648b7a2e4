package dev.terrarium.bus.command;

import dev.terrarium.safety.Severity;
import java.util.Map;

/// What went wrong, in the form that scripts and other programs are given.
///
/// @param code one of a closed set, as [Code#id] spells it
/// @param message a sentence for people
/// @param details for programs; their keys depend on the code
public record CommandError(
    Code code, String message, Severity severity, Map<String, Object> details) {
  public CommandError {
    details = Map.copyOf(details);
  }

  /// The closed set of codes.
  public enum Code {
    SAFETY_DISARMED,
    SAFETY_NOT_ARMED,
    COMMAND_FAILED,
    TIMEOUT,
    CANCELLED,
    UNKNOWN_COMMAND,
    STATE_NOT_ALLOWED,
    INVALID_ARGUMENT;

    /// Returns it as programs have it, such as `safety_disarmed`.
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Whether it came of a robot that is not armed, or no longer.
  boolean isForWantOfArming() {
    return code == Code.SAFETY_DISARMED || code == Code.SAFETY_NOT_ARMED;
  }

  static CommandError of(Code code, String message, Map<String, Object> details) {
    return new CommandError(code, message, Severity.ERROR, details);
  }

  /// What safety has ended, which is always critical; what it does not let begin is an error.
  static CommandError endedBySafety(String message, Map<String, Object> details) {
    return new CommandError(Code.SAFETY_DISARMED, message, Severity.CRITICAL, details);
  }

  /// A failure for a reason of the handler's own; one that is such an error is not wrapped again.
  static CommandError failed(String command, Object reason) {
    if (reason instanceof CommandError error) {
      return error;
    }
    String message = "command '%s' failed: %s".formatted(command, PlainText.text(reason));
    return of(Code.COMMAND_FAILED, message, Map.of("command", command, "reason", reason));
  }
}
