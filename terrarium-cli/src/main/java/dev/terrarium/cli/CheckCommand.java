package dev.terrarium.cli;

import dev.terrarium.pipeline.manifest.ManifestSchema;
import dev.terrarium.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `check`: tells every fault of a manifest, and runs nothing.
@Command(
    name = "check",
    header = "Tells every fault of a manifest, and runs nothing.",
    description = "Exit code 2 if there is one. The modules of Python nodes are imported.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private Shared shared = new Shared();

  @Parameters(
      paramLabel = "PIPELINE",
      arity = "0..1",
      description = "The manifest, a file in JSON, or in YAML if its name says so.")
  private String pipeline = "";

  @Option(names = "--schema", description = "Print the JSON Schema of manifests, and check none.")
  private boolean schema;

  @Option(
      names = "--python-path",
      paramLabel = "DIR",
      description = "Import Python nodes from there too, after the manifest's folder.")
  private List<String> pythonPath = List.of();

  @Override
  public Integer call() {
    return shared.attempt(schema ? this::printSchema : this::check);
  }

  private int printSchema() {
    try (var output = Destination.standardOutput()) {
      output.write(ManifestSchema.text());
      return ExitCode.DONE;
    }
  }

  private int check() {
    if (pipeline.isEmpty()) {
      throw new CommandLineException(
          "PIPELINE",
          "Which manifest? Name its file, or say --schema for what manifests may hold.");
    }
    var manifest = ManifestFile.read(pipeline);
    var folders = manifest.pythonPath(Shared.paths(pythonPath));
    try (var session = Session.open(shared.settings(folders));
        var output = Destination.standardOutput()) {
      session.prepare(manifest.manifest());
      var accepted = Manifests.accepted(session.read(manifest.manifest()), shared.complaints());
      int nodes = accepted.order().size();
      output.write(pipeline + ": ok, " + nodes + (nodes == 1 ? " node" : " nodes") + "\n");
      return ExitCode.DONE;
    }
  }
}
