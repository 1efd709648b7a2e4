package dev.terrarium.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `env lock`: pins every package that a project needs.
@Command(
    name = "lock",
    header = "Pins every package that a project needs in its terrarium.lock.",
    description =
        "The file can be read by uv and pip as well. One that is there is made anew, with the newest"
            + " versions that fit.")
final class EnvLockCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();
  @Mixin private ProjectChoice choice = new ProjectChoice();
  @Mixin private ProjectChoice.Packages packages = new ProjectChoice.Packages();

  @Override
  public Integer call() {
    return shared.attempt(this::lock);
  }

  private int lock() {
    var state = packages.environment(choice, shared, new ProjectChoice.Check()).lock();
    try (var output = Destination.standardOutput()) {
      int count = state.locked().size();
      output.write(
          "%s: %d %s for Python %s\n"
              .formatted(
                  state.project().lock(),
                  count,
                  count == 1 ? "package" : "packages",
                  state.python()));
    }
    return ExitCode.DONE;
  }
}
