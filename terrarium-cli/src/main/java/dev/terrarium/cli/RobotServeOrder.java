package dev.terrarium.cli;

import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.session.arm.ArmDesk;
import dev.terrarium.session.arm.ArmModel;
import dev.terrarium.session.arm.ArmSettings;
import dev.terrarium.session.arm.ArmSimulator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What `robot serve` is asked for, as it stands on the command line.
///
/// @param priority null asks for what is usual
/// @param cpu null leaves it to the loop
record RobotServeOrder(
    String name,
    String model,
    String simulator,
    Optional<String> socket,
    @Nullable Integer priority,
    @Nullable Integer cpu) {
  /// Serves the arm until its operator ends it.
  ///
  /// @throws CommandLineException if an option cannot be
  int serve(Shared shared, boolean arms, boolean keeps) {
    var settings =
        ArmSettings.standard()
            .withModel(read("--model", () -> ArmModel.of(model)))
            .withSimulator(read("--simulator", () -> ArmSimulator.of(simulator)))
            .withLoop(loop());
    var abandoned = keeps ? ArmDesk.Abandoned.HOLDS : ArmDesk.Abandoned.STOPS;
    var robot = read("--name", () -> new RobotId(name));
    return new RobotServe(shared, robot, settings, abandoned, socket).run(arms);
  }

  private LoopOptions loop() {
    LoopOptions loop = LoopOptions.standard();
    if (priority != null) {
      int wanted = priority;
      loop = read("--priority", () -> LoopOptions.standard().withPriority(wanted));
    }
    if (cpu != null) {
      int wanted = cpu;
      LoopOptions chosen = loop;
      loop =
          read(
              "--cpu",
              () -> {
                LoopOptions pinned = chosen.withCpu(wanted);
                pinned.realTime().requireProcessor();
                return pinned;
              });
    }
    return loop;
  }

  private static <T> T read(String option, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException wrong) {
      throw new CommandLineException(option, Sentences.message(wrong));
    }
  }
}
