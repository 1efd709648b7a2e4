package dev.terrarium.cli;

import dev.terrarium.broker.Preview;
import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.NearNames;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.bus.command.Refusal;
import dev.terrarium.bus.parameter.ParameterError;
import dev.terrarium.cli.input.InputException;
import dev.terrarium.cli.input.JsonArgument;
import dev.terrarium.pipeline.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an operator wants of a robot.
///
/// @param arm whether it is armed
/// @param parameters values that it begins with, by dotted path
/// @param command what it is to do
/// @param commandAfter how long after the start it is told so
/// @param stopAfter how long after the start it is stopped
/// @param policy which policy moves its arm, if it is not the one that starts with it
record RobotOrder(
    boolean arm,
    Map<String, String> parameters,
    Optional<Given> command,
    Duration commandAfter,
    Optional<Duration> stopAfter,
    Optional<String> policy) {
  /// A command, and its arguments.
  record Given(String name, Map<String, @Nullable Object> goal) {}

  /// Reads a command as it stands on the command line, `name` or `name={"argument": 1}`.
  ///
  /// @throws CommandLineException if the robot has no such command, or the arguments are not those
  ///   that it takes
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
    var goal =
        end < 0 ? Map.<String, @Nullable Object>of() : goal(option, name, text.substring(end + 1));
    var faults = Preview.of(robot).goal(name, goal);
    if (!faults.isEmpty()) {
      throw new CommandLineException(
          option, new Refusal.InvalidArguments(name, faults).error().message() + ".");
    }
    return new Given(name, goal);
  }

  /// Reads the name of a policy.
  ///
  /// @throws CommandLineException if the robot has no such policy
  static String policy(String option, String name, RobotDeclaration robot) {
    var policies = robot.equipment().policies();
    if (!policies.containsKey(name)) {
      var hint = Spelling.hint(name, policies.keySet());
      throw new CommandLineException(
          option,
          "The robot %s has no policy '%s'; it has %s%s"
              .formatted(
                  robot.robot().name(),
                  name,
                  policies.isEmpty() ? "none" : String.join(", ", policies.keySet()),
                  hint.isEmpty() ? "." : hint));
    }
    return name;
  }

  private static Map<String, @Nullable Object> goal(String option, String name, String text) {
    try {
      return JsonArgument.object("What follows " + name + "=", text);
    } catch (InputException wrong) {
      throw new CommandLineException(option, Sentences.message(wrong) + ".");
    }
  }

  /// Reads values of parameters as they stand on the command line, each `path=value`.
  ///
  /// @throws CommandLineException with everything that is wrong with them
  static Map<String, String> parameters(String option, List<String> given, RobotDeclaration robot) {
    var faults = new ArrayList<String>();
    var values = new LinkedHashMap<String, String>();
    for (var text : given) {
      int end = text.indexOf('=');
      if (end < 0) {
        faults.add("'%s' is no PATH=VALUE, such as arm.speed=0.5".formatted(text));
      } else if (values.putIfAbsent(text.substring(0, end), text.substring(end + 1)) != null) {
        faults.add("'%s' is given twice".formatted(text.substring(0, end)));
      }
    }
    Preview.of(robot).parameters(values).stream()
        .map(fault -> sentence(fault, robot))
        .forEach(faults::add);
    if (!faults.isEmpty()) {
      throw new CommandLineException(option, String.join("; ", faults) + ".");
    }
    return values;
  }

  private static String sentence(ParameterError fault, RobotDeclaration robot) {
    if (!(fault instanceof ParameterError.Unknown(var name, var known))) {
      return fault.message();
    }
    return "the robot %s has no parameter '%s'; it has %s%s"
        .formatted(
            robot.robot().name(),
            name,
            known.isEmpty() ? "none" : String.join(", ", known),
            NearNames.of(name, known).map(near -> "; did you mean " + near + "?").orElse(""));
  }
}
