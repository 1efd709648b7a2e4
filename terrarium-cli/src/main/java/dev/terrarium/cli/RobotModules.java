package dev.terrarium.cli;

import java.util.function.IntSupplier;

/// The modules that robots need, which a JVM has only if they were asked for.
final class RobotModules {
  private static final String NAMES = "dev.terrarium.robot,java.desktop";

  private RobotModules() {}

  /// Does some work of the command `robot`.
  ///
  /// @throws CommandLineException where there are no robots
  static int needed(IntSupplier work) {
    var own = RobotModules.class.getModule();
    if (own.isNamed() && own.getLayer().findModule("dev.terrarium.robot").isEmpty()) {
      throw new CommandLineException(
          "robot",
          "This Java runs without the modules of robots; start it with --add-modules " + NAMES);
    }
    return RobotComplaints.told(work);
  }
}
