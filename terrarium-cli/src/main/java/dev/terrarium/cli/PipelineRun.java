package dev.terrarium.cli;

import dev.terrarium.cli.recording.Header;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.session.Session;
import java.nio.file.Path;
import java.time.Instant;
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
      return run(session, manifest);
    }
  }

  private int run(Session session, ManifestFile manifest) {
    try (var destination = Destination.open(files.output());
        var page = Page.open(files);
        var watch = Watch.open(files, shared.terminal());
        var recording = RecordingFile.open(files.watch(), complaints::warn);
        var feeding = Feeding.open(files.input())) {
      var accepted = Manifests.accepted(session.read(manifest.manifest()), complaints);
      DistinctFiles.requireOfDeadLetters(files, accepted.manifest());
      var pipeline = Pipeline.of(accepted);
      feeding.require(pipeline);
      var shape = new Outputs.Shape(feeding.isStream(), bySink);
      var outputs = new Outputs(shape, pipeline.sinks(), destination, complaints::warn);
      var context = new Page.Context(session, accepted, feeding.input());
      var recorded = recording.recorded(pipeline, header(manifest, feeding));
      return new Execution(shared, outputs, watch, page, context)
          .run(recorded, feeding.length(), progress -> recording.recorded(feeding.feed(progress)));
    }
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
