package dev.terrarium.broker;

import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.bus.command.ArgumentFault;
import dev.terrarium.bus.parameter.ParameterError;
import dev.terrarium.bus.parameter.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a declared robot would refuse, found before it is opened.
public final class Preview {
  private final RobotDeclaration robot;

  private Preview(RobotDeclaration robot) {
    this.robot = robot;
  }

  /// Looks at a declaration alone; nothing is opened.
  public static Preview of(RobotDeclaration robot) {
    return new Preview(robot);
  }

  /// Finds what is wrong with values that parameters are to begin with.
  ///
  /// @param startup by dotted path, as [RobotOptions#setting] takes them
  public List<ParameterError> parameters(Map<String, ?> startup) {
    var declared = new Declared(robot, RobotOptions.none(), Optional::empty);
    return Parameters.faults(declared.parameters(), startup);
  }

  /// Finds what is wrong with what a command is to be given.
  ///
  /// @throws IllegalArgumentException if the robot has no such command
  public List<ArgumentFault> goal(String command, Map<String, ? extends @Nullable Object> goal) {
    var declared = robot.surface().commands().get(command);
    if (declared == null) {
      throw new IllegalArgumentException(
          "%s has no command '%s'; it has %s"
              .formatted(robot.robot(), command, robot.surface().commands().keySet()));
    }
    return ArgumentFault.of(Declared.arguments(declared), goal);
  }
}
