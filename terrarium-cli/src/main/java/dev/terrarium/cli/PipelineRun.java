package dev.terrarium.cli;

import dev.terrarium.cli.input.Input;
import dev.terrarium.cli.input.InputException;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One run of a pipeline: files in, files out, and an exit code.
final class PipelineRun {
  /// The files of a run.
  ///
  /// @param manifest the pipeline
  /// @param input what `--input` says
  /// @param output the file for the result; otherwise standard output
  /// @param report the file for the page about the run
  record Files(
      String manifest, Optional<String> input, Optional<String> output, Optional<String> report) {}

  private final Shared shared;
  private final Complaints complaints;
  private final Files files;
  private final List<Path> pythonPath;
  private final boolean bySink;

  PipelineRun(Shared shared, Files files, List<Path> pythonPath, boolean bySink) {
    this.shared = shared;
    this.complaints = shared.complaints();
    this.files = files;
    this.pythonPath = pythonPath;
    this.bySink = bySink;
  }

  int run() {
    DistinctFiles.require(files);
    var manifest = ManifestFile.read(files.manifest());
    try (var session = Session.open(shared.settings(manifest.pythonPath(pythonPath)))) {
      shared.interruptBy(session.catalog()::interrupt);
      session.prepare(manifest.text());
      try (var destination = Destination.open(files.output());
          var page = Page.open(files);
          var input = open()) {
        var accepted =
            Manifests.accepted(session.read(manifest.text(), manifest.notation()), complaints);
        var results = results(accepted, input, destination);
        var outcome = execute(accepted, input, results, page);
        return conclude(outcome, results, page, new Page.Context(session, accepted, input));
      }
    }
  }

  private Input open() {
    var argument =
        files
            .input()
            .orElseThrow(() ->
                new CommandLineException(
                    "--input",
                    "The pipeline needs an --input: a file (.json, .jsonl, .wav), JSON text, or -"
                        + " for JSON lines from standard input."));
    return Input.open(argument, Terminal.input());
  }

  private Results results(Reading.Accepted pipeline, Input input, Destination destination) {
    var sink = pipeline.order().getLast().spec().id();
    var shape = new Results.Shape(input.isStream(), bySink);
    return new Results(shape, sink, destination, complaints::warn);
  }

  private Outcome execute(Reading.Accepted pipeline, Input input, Results results, Page page) {
    try (var progress = Progress.begin(shared.terminal())) {
      return Pipeline.of(pipeline)
          .run(
              progress.counted(input.items()),
              item -> {
                shared.terminal().eraseProgress();
                results.add(item, progress.inputItem());
                page.add(item);
                progress.left();
              });
    } catch (InputException damaged) {
      throw new ComplaintException(Complaint.input(damaged));
    }
  }

  private int conclude(Outcome outcome, Results results, Page page, Page.Context context) {
    return switch (outcome) {
      case Outcome.Completed(var report) -> {
        results.finish();
        page.write(context, report, Optional.empty());
        yield ExitCode.DONE;
      }
      case Outcome.Failed(var error, var report) -> {
        var complaint = Complaint.of(error, report.itemsIn() > 0);
        page.write(context, report, Optional.of(complaint.message()));
        yield complaints.tell(complaint);
      }
      case Outcome.Cancelled(_, var failures) -> {
        failures.forEach(failure -> complaints.warn(String.valueOf(failure.getMessage())));
        yield ExitCode.INTERRUPTED;
      }
    };
  }
}
