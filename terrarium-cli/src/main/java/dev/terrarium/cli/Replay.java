package dev.terrarium.cli;

import dev.terrarium.cli.input.Input;
import dev.terrarium.cli.input.InputException;
import dev.terrarium.cli.recording.Recorded;
import dev.terrarium.cli.recording.RecordingException;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Spelling;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One run of what a recording holds.
///
/// @param file the recording
/// @param from the node to begin with; otherwise the whole pipeline runs
/// @param pythonPath folders to import from before those of the recording
record Replay(Shared shared, String file, Optional<String> from, List<Path> pythonPath) {
  private static final String ARGUMENT = "FILE";

  int run(Optional<String> output, boolean bySink) {
    var recorded = read();
    var complaints = shared.complaints();
    if (recorded.missed() > 0) {
      complaints.warn(
          "The recording is INCOMPLETE: it lacks the last %d events; what it holds is run"
              .formatted(recorded.missed()));
    }
    var header = recorded.header();
    var files =
        new PipelineRun.Files(file, Optional.empty(), output, Optional.empty(), new WatchOptions());
    DistinctFiles.require(files);
    var manifest = new ManifestFile(Path.of(header.manifestName()), header.manifest()).manifest();
    try (var session = Session.open(shared.settings(folders(header.pythonPath())))) {
      shared.interruptBy(session.catalog()::interrupt);
      session.prepare(manifest);
      try (var destination = Destination.open(output);
          var watch = Watch.open(files, shared.terminal());
          var page = Page.open(files)) {
        var accepted = part(Manifests.accepted(session.read(manifest), complaints));
        DistinctFiles.requireOfDeadLetters(files, accepted.manifest());
        var pipeline = Pipeline.of(accepted);
        var shape = new Outputs.Shape(recorded.isStream(), bySink);
        var names = Outputs.names(accepted.order());
        var outputs = new Outputs(shape, pipeline.sinks(), destination, names, complaints::warn);
        var context = new Page.Context(session, accepted, Optional.empty());
        return new Execution(shared, outputs, watch, page, context)
            .run(pipeline, OptionalLong.empty(), _ -> recorded.feed(from.isPresent()));
      }
    }
  }

  private Reading.Accepted part(Reading.Accepted whole) {
    if (from.isEmpty()) {
      return whole;
    }
    var name = from.get();
    var node =
        whole.order().stream()
            .filter(each -> each.spec().id().value().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new CommandLineException(
                    "--from",
                    "The recorded pipeline has no node "
                        + name
                        + instead(name, whole.graph().nodes())));
    if (node.type().isSource()) {
      throw new CommandLineException(
          "--from", "Node " + name + " makes its own items: leave --from out.");
    }
    return Excerpt.from(new NodeId(name), whole);
  }

  private static String instead(String name, List<NodeId> nodes) {
    var ids = nodes.stream().map(NodeId::value).toList();
    var hint = Spelling.hint(name, ids);
    return hint.isEmpty() ? "; it has " + String.join(", ", ids) + "." : hint;
  }

  private Recorded read() {
    try (var lines = Files.newInputStream(Path.of(file));
        var input = Input.lines(file, lines)) {
      return Recorded.read(file, input.items(), from);
    } catch (RecordingException | InputException wrong) {
      throw new CommandLineException(ARGUMENT, Sentences.message(wrong));
    } catch (NoSuchFileException | InvalidPathException _) {
      throw new CommandLineException(ARGUMENT, "There is no recording " + file + ".");
    } catch (IOException failure) {
      throw new CommandLineException(
          ARGUMENT,
          "The recording " + file + " cannot be read: " + Sentences.reason(failure) + ".");
    }
  }

  private List<Path> folders(List<String> recorded) {
    return Stream.concat(pythonPath.stream(), recorded.stream().map(Path::of))
        .filter(Files::isDirectory)
        .toList();
  }
}
