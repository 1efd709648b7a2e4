package dev.terrarium.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `robot serve`: lets other programs command an arm.
@Command(
    name = "serve",
    header = "Serves a simulated arm to other programs, until it is told to end.",
    description =
        "You are its operator: the words arm, disarm, recover, status and quit on standard input do"
            + " what they say, and Ctrl-C disarms and ends. Programs reach it by the socket that it"
            + " prints as JSON; no program can arm it.",
    footer =
        "%nExit codes: 0 ended by quit; 2 the command line is wrong, or the simulator is not there;"
            + " 130 interrupted, and disarmed.")
final class RobotServeCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Option(
      names = "--model",
      paramLabel = "fr3|fer",
      defaultValue = "fr3",
      description = "Which arm (default: ${DEFAULT-VALUE}).")
  private String model = "fr3";

  @Option(
      names = "--simulator",
      paramLabel = "built-in|mujoco[:PATH]",
      defaultValue = "built-in",
      description = "What computes it (default: ${DEFAULT-VALUE}).")
  private String simulator = "built-in";

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      description =
          "The socket (default: NAME.sock in $XDG_RUNTIME_DIR/terrarium or /tmp/terrarium-UID).")
  private @Nullable String socket;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "arm",
      description = "What it is called (default: ${DEFAULT-VALUE}).")
  private String name = "arm";

  @Option(names = "--arm", description = "Arm it at once: you are its operator.")
  private boolean arm;

  @Option(
      names = "--keep",
      description =
          "Go on, and hold the arm where it stands, when the last program has gone that commanded"
              + " it; otherwise it is brought to rest.")
  private boolean keep;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Ask for this real-time priority, 1 to 99; 0 asks for none (default: 80).")
  private @Nullable Integer priority;

  @Option(
      names = "--cpu",
      paramLabel = "N",
      description = "Keep the loop on this processor (default: the last one).")
  private @Nullable Integer cpu;

  @Option(
      names = "--shield",
      description = "Keep the threads of all processes off that processor while the loop lives.")
  private boolean shield;

  @Override
  public Integer call() {
    return shared.attempt(() -> RobotModules.needed(this::start));
  }

  /// Names no class of the modules of robots, which a JVM may lack that looks at this one.
  private int start() {
    return new RobotServeOrder(
            name,
            model,
            simulator,
            Optional.ofNullable(socket),
            new LoopOrder(priority, cpu, shield))
        .serve(shared, arm, keep);
  }
}
