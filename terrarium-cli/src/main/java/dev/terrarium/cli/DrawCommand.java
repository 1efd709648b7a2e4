package dev.terrarium.cli;

import dev.terrarium.cli.draw.Drawing;
import dev.terrarium.cli.draw.Format;
import dev.terrarium.cli.draw.ManifestDrawing;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.session.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `draw`: draws a pipeline as its manifest says, without a look at its nodes.
@Command(
    name = "draw",
    header = "Draws a pipeline: a picture, or text for Mermaid or Graphviz.",
    description =
        "Nothing runs, no Python is needed, and the needs of nodes are not held against this"
            + " machine. Exit code 2 if the manifest has a fault.")
final class DrawCommand implements Callable<Integer> {
  private static final String OPTION = "-o";

  @Mixin private Shared shared = new Shared();

  @Parameters(
      paramLabel = "PIPELINE",
      description = "The manifest, a file in JSON, or in YAML if its name says so.")
  private String pipeline = "";

  @Option(
      names = {OPTION, "--output"},
      paramLabel = "FILE",
      description =
          "Write a picture (.svg), or text for Mermaid (.mmd) or Graphviz (.dot); otherwise"
              + " Mermaid's text goes to standard output.")
  private @Nullable String output;

  @Override
  public Integer call() {
    return shared.attempt(this::draw);
  }

  private int draw() {
    var format = output == null ? Format.MERMAID : format(output);
    if (output != null) {
      DistinctFiles.require(OPTION, output, "the manifest", pipeline);
    }
    var drawing = drawing(ManifestFile.read(pipeline));
    try (var destination =
        output == null ? Destination.standardOutput() : Destination.file(OPTION, output)) {
      destination.write(format.write(drawing));
      destination.commit();
      return ExitCode.DONE;
    }
  }

  private Drawing drawing(ManifestFile file) {
    try (var session = Session.open(shared.settings(List.of()))) {
      var outline = session.outline(file.manifest());
      outline.warnings().forEach(warning -> shared.complaints().warn(warning.toString()));
      var manifest = outline.manifest().orElseThrow(() -> new ManifestException(outline.faults()));
      warnOfUnknownTypes(manifest, session);
      return ManifestDrawing.of(manifest);
    }
  }

  private void warnOfUnknownTypes(Manifest manifest, Session session) {
    Set<String> known = new HashSet<>();
    for (var type : session.catalog().types()) {
      known.add(type.name());
      known.addAll(type.aliases());
    }
    for (var node : manifest.nodes()) {
      if (isBuiltIn(node) && !known.contains(node.nodeType())) {
        shared
            .complaints()
            .warn("node " + node.id() + ": there is no node type '" + node.nodeType() + "'");
      }
    }
  }

  private static boolean isBuiltIn(NodeSpec node) {
    return ManifestDrawing.kind(node) == Drawing.Kind.JAVA;
  }

  private static Format format(String name) {
    return Format.ofFile(name)
        .orElseThrow(() ->
            new CommandLineException(
                OPTION,
                "It cannot be told what to draw "
                    + name
                    + " as: its name must end in "
                    + String.join(", ", Format.extensions())
                    + "."));
  }
}
