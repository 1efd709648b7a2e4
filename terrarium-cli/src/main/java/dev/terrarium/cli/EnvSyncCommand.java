package dev.terrarium.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `env sync`: makes a project's environment.
@Command(
    name = "sync",
    header = "Makes the environment that a project's terrarium.lock pins.",
    description =
        "A project without a lock is locked first; one that has changed since is refused.")
final class EnvSyncCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();
  @Mixin private ProjectChoice choice = new ProjectChoice();
  @Mixin private ProjectChoice.Check check = new ProjectChoice.Check();
  @Mixin private ProjectChoice.Packages packages = new ProjectChoice.Packages();

  @Option(
      names = "--target",
      paramLabel = "DIR",
      description =
          "Make it as a folder that can be copied to a machine without a network, and is named"
              + " there by --python.")
  private @Nullable Path target;

  @Override
  public Integer call() {
    return shared.attempt(this::sync);
  }

  private int sync() {
    var environment = packages.environment(choice, shared, check);
    var python = target == null ? environment.sync() : environment.syncTo(target);
    try (var output = Destination.standardOutput()) {
      output.write(
          "%s: Python %s%s\n"
              .formatted(
                  python.prefix(),
                  python.version(),
                  python.numpy().map(numpy -> " with NumPy " + numpy).orElse("")));
    }
    return ExitCode.DONE;
  }
}
