package dev.terrarium.cli;

import dev.terrarium.broker.declaration.SurfaceDocs;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `robot docs`: writes down what a robot offers.
@Command(
    name = "docs",
    header = "Writes down what a robot offers: commands, topics, messages and parameters.",
    description =
        "Nothing is opened, and no Python is needed. Exit code 2 if the declaration has a fault.")
final class RobotDocsCommand implements Callable<Integer> {
  private static final String OPTION = "-o";

  @Mixin private Shared shared = new Shared();

  @Parameters(paramLabel = "ROBOT", description = "The declaration, a file in TOML.")
  private String robot = "";

  @Option(
      names = {OPTION, "--output"},
      paramLabel = "FILE.md",
      description = "Write the Markdown there; otherwise to standard output.")
  private @Nullable String output;

  @Override
  public Integer call() {
    return shared.attempt(() -> RobotModules.needed(this::write));
  }

  private int write() {
    if (output != null) {
      DistinctFiles.require(OPTION, output, "the declaration", robot);
    }
    var text = SurfaceDocs.markdown(RobotFiles.read(robot).declaration());
    try (var destination =
        output == null ? Destination.standardOutput() : Destination.file(OPTION, output)) {
      destination.write(text);
      destination.commit();
      return ExitCode.DONE;
    }
  }
}
