package dev.terrarium.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `robot check`: says what is wrong in a declaration.
@Command(
    name = "check",
    header = "Says everything that is wrong in a robot's declaration, with field and line.",
    description =
        "Nothing is opened, and no Python is needed. Exit code 2 if the declaration has a fault.")
final class RobotCheckCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Parameters(paramLabel = "ROBOT", description = "The declaration, a file in TOML.")
  private String robot = "";

  @Override
  public Integer call() {
    return shared.attempt(() -> RobotModules.needed(this::check));
  }

  private int check() {
    var declaration = RobotFiles.read(robot).declaration();
    var surface = declaration.surface();
    int policies = declaration.equipment().policies().size();
    try (var output = Destination.standardOutput()) {
      output.write(
          "%s: ok, %s, %s, %s%s\n"
              .formatted(
                  robot,
                  counted(surface.commands().size(), "command"),
                  counted(surface.topics().size(), "topic"),
                  counted(surface.parameters().size(), "parameter"),
                  declaration.equipment().arm().isEmpty()
                      ? ""
                      : ", an arm, " + (policies == 1 ? "1 policy" : policies + " policies")));
      return ExitCode.DONE;
    }
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
