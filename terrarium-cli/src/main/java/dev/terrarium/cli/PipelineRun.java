package dev.terrarium.cli;

import dev.terrarium.cli.changes.SourceFiles;
import dev.terrarium.cli.recording.Header;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.session.Session;
import dev.terrarium.session.SessionSettings;
import dev.terrarium.worker.Reloading;
import java.nio.file.Path;
import java.time.Instant;
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
  private final boolean reloads;

  /// @param bySink whether outputs stand under the name of their sink
  /// @param reloads whether changed sources are taken into a stream while it runs
  PipelineRun(Shared shared, Files files, List<Path> pythonPath, boolean bySink, boolean reloads) {
    this.shared = shared;
    this.complaints = shared.complaints();
    this.files = files;
    this.pythonPath = pythonPath;
    this.bySink = bySink;
    this.reloads = reloads;
  }

  int run() {
    DistinctFiles.require(files);
    var manifest = ManifestFile.read(files.manifest());
    try (var session = Session.open(settings(manifest))) {
      shared.interruptBy(session.catalog()::interrupt);
      session.prepare(manifest.manifest());
      return run(session, manifest);
    }
  }

  private SessionSettings settings(ManifestFile manifest) {
    var settings = shared.settings(manifest.pythonPath(pythonPath));
    return reloads
        ? settings.withReloading(new Reloading(new Notices(shared.terminal())::say))
        : settings;
  }

  /// Returns the files that the run is made of.
  SourceFiles sources() {
    var folders = ManifestFile.read(files.manifest()).pythonPath(pythonPath);
    return RunsOnChange.sources(files, folders);
  }

  private int run(Session session, ManifestFile manifest) {
    try (var destination = Destination.open(files.output());
        var page = Page.open(files);
        var watch = Watch.open(files, shared.terminal());
        var profiling = Profiling.open(files.watch().profile());
        var recording = RecordingFile.open(files.watch(), complaints::warn);
        var feeding = Feeding.open(files.input())) {
      var accepted = Manifests.accepted(session.read(manifest.manifest()), complaints);
      DistinctFiles.requireOfDeadLetters(files, accepted.manifest());
      var pipeline = Pipeline.of(accepted);
      feeding.require(pipeline);
      var shape = new Outputs.Shape(feeding.isStream(), bySink);
      var names = Outputs.names(accepted.order());
      var outputs = new Outputs(shape, pipeline.sinks(), destination, names, complaints::warn);
      var context = new Page.Context(session, accepted, feeding.input());
      var recorded = recording.recorded(pipeline, header(manifest, feeding));
      var execution = new Execution(shared, outputs, watch, page, context);
      try (var _ = shared.lastWords().add(watch::writeUnfinished);
          var _ = shared.lastWords().add(recording::end);
          var _ = reloader(session, accepted, feeding)) {
        profiling.begin();
        int code =
            execution.run(
                recorded, feeding.length(), progress -> recording.recorded(feeding.feed(progress)));
        profiling.write(accepted.manifest().metadata().name());
        return code;
      }
    }
  }

  /// Takes changes into a stream; a list is run again when it has ended.
  private @Nullable Reloader reloader(Session session, Reading.Accepted accepted, Feeding feeding) {
    return reloads && feeding.isStream()
        ? Reloader.start(
            session, new Notices(shared.terminal()), files.manifest(), sources(), accepted)
        : null;
  }

  private Header header(ManifestFile manifest, Feeding feeding) {
    var folders = manifest.pythonPath(pythonPath).stream().map(Path::toString).toList();
    return new Header(
        Program.version(),
        Instant.now().toString(),
        feeding.name(),
        manifest.path().toAbsolutePath().normalize().toString(),
        folders,
        manifest.text());
  }
}
