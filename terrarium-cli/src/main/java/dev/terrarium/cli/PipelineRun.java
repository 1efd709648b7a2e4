package dev.terrarium.cli;

import dev.terrarium.cli.input.InputException;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Results;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a pipeline: files in, files out, and an exit code.
final class PipelineRun {
  /// The files of a run.
  ///
  /// @param manifest the pipeline
  /// @param input what `--input` says
  /// @param output the file for the result; otherwise standard output
  /// @param report the file for the page about the run
  /// @param watch how the run is watched
  record Files(
      String manifest,
      Optional<String> input,
      Optional<String> output,
      Optional<String> report,
      WatchOptions watch) {}

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
      session.prepare(manifest.manifest());
      try (var destination = Destination.open(files.output());
          var page = Page.open(files);
          var watch = Watch.open(files, shared.terminal());
          var feeding = Feeding.open(files.input())) {
        var accepted = Manifests.accepted(session.read(manifest.manifest()), complaints);
        var pipeline = Pipeline.of(accepted);
        feeding.require(pipeline);
        var shape = new Outputs.Shape(feeding.isStream(), bySink);
        var outputs = new Outputs(shape, pipeline.sinks(), destination, complaints::warn);
        var context = new Page.Context(session, accepted, feeding.input());
        return run(watch.over(pipeline), feeding, outputs, new Telling(watch, page, context));
      }
    }
  }

  /// The page, what it tells of beside the run, and what is told of the run elsewhere.
  private record Telling(Watch watch, Page page, Page.Context context) {
    void of(RunReport report, Optional<String> error) {
      page.write(context, report, watch.spans(), error);
      watch.write(error);
    }
  }

  private int run(Pipeline pipeline, Feeding feeding, Outputs outputs, Telling telling) {
    try (var progress = Progress.begin(shared.terminal(), feeding.length())) {
      var leaving = new Leaving(shared.terminal(), outputs, telling.page(), progress);
      var outcome = pipeline.run(feeding.feed(progress), leaving);
      return conclude(outcome, outputs, telling);
    } catch (InputException damaged) {
      return broken(Complaint.input(damaged), outputs, telling);
    } catch (ComplaintException unsayable) {
      return broken(unsayable.complaint(), outputs, telling);
    }
  }

  private int broken(Complaint complaint, Outputs outputs, Telling telling) {
    telling.watch().write(Optional.of(complaint.message()));
    return complaints.tell(complaint, outputs.unwritten());
  }

  /// Takes what leaves the pipeline.
  private record Leaving(Terminal terminal, Outputs outputs, Page page, Progress progress)
      implements Results {
    @Override
    public void emit(String sink, @Nullable Object value) {
      emit(sink, value, -1);
    }

    @Override
    public void emit(String sink, @Nullable Object value, long inputItem) {
      terminal.eraseProgress();
      outputs.add(sink, value, inputItem);
      page.add(value);
      progress.left();
    }
  }

  private int conclude(Outcome outcome, Outputs outputs, Telling telling) {
    return switch (outcome) {
      case Outcome.Completed(var report) -> {
        outputs.finish();
        telling.of(report, Optional.empty());
        yield ExitCode.DONE;
      }
      case Outcome.Failed(var error, var report) -> {
        var complaint = Complaint.of(error, report.itemsIn() > 0);
        telling.of(report, Optional.of(complaint.message()));
        yield complaints.tell(complaint, outputs.unwritten());
      }
      case Outcome.Cancelled(_, var failures) -> {
        telling.watch().write(Optional.of("The run was interrupted"));
        failures.forEach(failure -> complaints.warn(String.valueOf(failure.getMessage())));
        yield ExitCode.INTERRUPTED;
      }
    };
  }
}
