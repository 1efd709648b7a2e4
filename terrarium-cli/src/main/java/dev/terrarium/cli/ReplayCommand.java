package dev.terrarium.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `replay`: runs a recorded run again, or a part of it.
@Command(
    name = "replay",
    header = "Runs again what 'run --record' wrote down, and prints what comes out as JSON.",
    description =
        "The manifest is that of the recording; Python nodes are imported as they are now.")
final class ReplayCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private String file = "";

  @Option(
      names = "--from",
      paramLabel = "NODE",
      description = "Run that node and those behind it, on the items that entered it.")
  private @Nullable String from;

  @Mixin private ResultOptions result = new ResultOptions();

  @Option(
      names = "--python-path",
      paramLabel = "DIR",
      description = "Import Python nodes from there, before the folders of the recording.")
  private List<String> pythonPath = List.of();

  @Override
  public Integer call() {
    return shared.attempt(() ->
        new Replay(shared, file, Optional.ofNullable(from), Shared.paths(pythonPath))
            .run(result.output(), result.bySink()));
  }
}
