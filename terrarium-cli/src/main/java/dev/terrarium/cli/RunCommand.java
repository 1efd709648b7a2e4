package dev.terrarium.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run`: runs a pipeline on some input, and prints what comes out.
@Command(
    name = "run",
    header = "Runs a pipeline over an input, and prints what comes out as JSON.",
    footer =
        "%nExit codes: 0 done; 2 the manifest or the command line is wrong, and nothing ran; 3 the"
            + " run failed; 130 interrupted.")
final class RunCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Parameters(
      paramLabel = "PIPELINE",
      description = "The manifest, a file in JSON, or in YAML if its name says so.")
  private String pipeline = "";

  @Option(
      names = "--input",
      paramLabel = "FILE|-|JSON",
      description =
          "What goes in: a .json file (the elements of an array, or one value), a .jsonl file (a"
              + " stream), a .wav file (a stream of sound), JSON text, or - for JSON lines from"
              + " standard input.")
  private @Nullable String input;

  @Mixin private ResultOptions result = new ResultOptions();

  @Option(
      names = "--python-path",
      paramLabel = "DIR",
      description = "Import Python nodes from there too, after the manifest's folder.")
  private List<String> pythonPath = List.of();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page about the run: times, and the recording.")
  private @Nullable String report;

  @Option(
      names = "--watch",
      description =
          "Take changed Python nodes into a stream while it runs; run again when the manifest, a"
              + " Python file or the input's file changes after the end.")
  private boolean reloads;

  @Mixin private WatchOptions watch = new WatchOptions();

  @Override
  public Integer call() {
    var files = new PipelineRun.Files(pipeline, input(), result.output(), report(), watch);
    return shared.attempt(() -> {
      var folders = Shared.paths(pythonPath);
      var run = new PipelineRun(shared, files, folders, result.bySink(), reloads);
      return reloads ? new RunsOnChange(shared, files, run).run() : run.run();
    });
  }

  private Optional<String> input() {
    return Optional.ofNullable(input);
  }

  private Optional<String> report() {
    return Optional.ofNullable(report);
  }
}
