package dev.terrarium.cli;

import dev.terrarium.safety.RobotId;
import dev.terrarium.session.arm.ArmDesk;
import dev.terrarium.session.arm.ArmModel;
import dev.terrarium.session.arm.ArmSettings;
import dev.terrarium.session.arm.ArmSimulator;
import java.util.Optional;
import java.util.function.Supplier;

/// What `robot serve` is asked for, as it stands on the command line.
record RobotServeOrder(
    String name, String model, String simulator, Optional<String> socket, LoopOrder loop) {
  /// Serves the arm until its operator ends it.
  ///
  /// @throws CommandLineException if an option cannot be
  int serve(Shared shared, boolean arms, boolean keeps) {
    var settings =
        ArmSettings.standard()
            .withModel(read("--model", () -> ArmModel.of(model)))
            .withSimulator(read("--simulator", () -> ArmSimulator.of(simulator)))
            .withLoop(loop.options());
    var abandoned = keeps ? ArmDesk.Abandoned.HOLDS : ArmDesk.Abandoned.STOPS;
    var robot = read("--name", () -> new RobotId(name));
    return new RobotServe(shared, robot, settings, abandoned, socket).run(arms);
  }

  static <T> T read(String option, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException wrong) {
      throw new CommandLineException(option, Sentences.message(wrong));
    }
  }
}
