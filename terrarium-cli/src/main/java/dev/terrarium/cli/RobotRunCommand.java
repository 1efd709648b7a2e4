package dev.terrarium.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `robot run`: runs a declared robot.
@Command(
    name = "run",
    header = "Runs a robot, tells what it does, and prints a summary as JSON.",
    description =
        "It runs until --stop-after, until the command of --command has ended, or until Ctrl-C,"
            + " whichever comes first; then it is disarmed.",
    footer =
        "%nExit codes: 0 done, or stopped as asked for; 2 the declaration or the command line is"
            + " wrong, and nothing ran; 3 the robot failed; 130 interrupted, and disarmed.")
final class RobotRunCommand implements Callable<Integer> {
  private static final String COMMAND = "--command";
  private static final String PARAMETER = "--parameter";
  private static final String POLICY = "--policy";
  private static final String STOP_AFTER = "--stop-after";
  private static final String COMMAND_AFTER = "--command-after";
  private static final double LONGEST_SECONDS = 1e6;

  @Mixin private Shared shared = new Shared();

  @Parameters(paramLabel = "ROBOT", description = "The declaration, a file in TOML.")
  private String robot = "";

  @Option(names = "--arm", description = "Arm it: you are its operator.")
  private boolean arm;

  @Option(
      names = POLICY,
      paramLabel = "NAME",
      description =
          "Have this policy move the arm; otherwise the one that is declared with autostart.")
  private @Nullable String policy;

  @Option(
      names = PARAMETER,
      paramLabel = "PATH=VALUE",
      description = "Begin with this value of a parameter; may be repeated.")
  private List<String> parameters = List.of();

  @Option(
      names = COMMAND,
      paramLabel = "NAME[=JSON]",
      description = "Give it this command, with its arguments as a JSON object.")
  private @Nullable String command;

  @Option(
      names = COMMAND_AFTER,
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Give the command so long after the start (default: ${DEFAULT-VALUE}).")
  private double commandAfter = 3;

  @Option(
      names = STOP_AFTER,
      paramLabel = "SECONDS",
      description = "Make an emergency stop so long after the start.")
  private @Nullable Double stopAfter;

  @Option(
      names = "--timeline",
      paramLabel = "FILE.html",
      description = "Write a page about what it did.")
  private @Nullable String timeline;

  @Override
  public Integer call() {
    return shared.attempt(() -> RobotModules.needed(this::start));
  }

  private int start() {
    var file = RobotFiles.read(robot);
    var given =
        Optional.ofNullable(command)
            .map(text -> RobotOrder.given(COMMAND, text, file.declaration()));
    var order =
        new RobotOrder(
            arm,
            RobotOrder.parameters(PARAMETER, parameters, file.declaration()),
            given,
            duration(COMMAND_AFTER, commandAfter),
            Optional.ofNullable(stopAfter).map(seconds -> duration(STOP_AFTER, seconds)),
            Optional.ofNullable(policy)
                .map(name -> RobotOrder.policy(POLICY, name, file.declaration())));
    if (timeline != null) {
      PageFile.require("--timeline", timeline);
      DistinctFiles.require("--timeline", timeline, "the declaration", robot);
    }
    return new RobotRun(shared, file, order, Optional.ofNullable(timeline)).run();
  }

  private static Duration duration(String option, double seconds) {
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw new CommandLineException(
          option, option + " is a number of seconds from 0 to 1000000, not " + seconds + ".");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
