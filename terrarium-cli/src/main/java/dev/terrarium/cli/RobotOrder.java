package dev.terrarium.cli;

import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.cli.input.InputException;
import dev.terrarium.cli.input.JsonArgument;
import dev.terrarium.pipeline.Spelling;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an operator wants of a robot.
///
/// @param arm whether it is armed
/// @param command what it is to do
/// @param commandAfter how long after the start it is told so
/// @param stopAfter how long after the start it is stopped
record RobotOrder(
    boolean arm, Optional<Given> command, Duration commandAfter, Optional<Duration> stopAfter) {
  /// A command, and its arguments.
  record Given(String name, Map<String, @Nullable Object> goal) {}

  /// Reads a command as it stands on the command line, `name` or `name={"argument": 1}`.
  ///
  /// @throws CommandLineException if the robot has no such command, or the arguments are no object
  static Given given(String option, String text, RobotDeclaration robot) {
    int end = text.indexOf('=');
    var name = end < 0 ? text : text.substring(0, end);
    var commands = robot.surface().commands();
    var command = commands.get(name);
    if (command == null) {
      var hint = Spelling.hint(name, commands.keySet());
      throw new CommandLineException(
          option,
          "The robot %s has no command '%s'; it has %s%s"
              .formatted(
                  robot.robot().name(),
                  name,
                  commands.isEmpty() ? "none" : String.join(", ", commands.keySet()),
                  hint.isEmpty() ? "." : hint));
    }
    if (command.rules().role() != Role.ORDINARY) {
      throw new CommandLineException(
          option,
          "The command '%s' arms or disarms, which is done by --arm and --stop-after."
              .formatted(name));
    }
    try {
      return new Given(
          name,
          end < 0
              ? Map.of()
              : JsonArgument.object("What follows " + name + "=", text.substring(end + 1)));
    } catch (InputException wrong) {
      throw new CommandLineException(option, Sentences.message(wrong) + ".");
    }
  }
}
