package dev.terrarium.cli;

import dev.terrarium.cli.draw.ManifestDrawing;
import dev.terrarium.cli.input.Input;
import dev.terrarium.cli.report.ReportData;
import dev.terrarium.cli.report.ReportPage;
import dev.terrarium.environment.Origin;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.Span;
import dev.terrarium.session.Jdk;
import dev.terrarium.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The page about a run that `--report` asks for.
final class Page implements AutoCloseable {
  /// What a page about an endless stream shows of its outputs.
  private static final int MOST_OUTPUTS = 10_000;

  private final PipelineRun.Files files;
  private final @Nullable Destination destination;
  private final List<Object> outputs = new ArrayList<>();

  private Page(PipelineRun.Files files, @Nullable Destination destination) {
    this.files = files;
    this.destination = destination;
  }

  /// Opens the page's file, if one is named, so that one that cannot be written is told before
  /// anything runs.
  static Page open(PipelineRun.Files files) {
    return new Page(
        files, files.report().map(name -> Destination.file("--report", name)).orElse(null));
  }

  /// Takes one output.
  void add(@Nullable Object output) {
    if (destination != null && output != null && outputs.size() < MOST_OUTPUTS) {
      outputs.add(output);
    }
  }

  /// Writes the page, if it is asked for.
  ///
  /// @param spans when the nodes worked on the first items
  /// @param error what went wrong, if something did
  void write(Context context, RunReport report, List<Span> spans, Optional<String> error) {
    if (destination == null) {
      return;
    }
    var drawing = ManifestDrawing.of(context.pipeline().manifest());
    var recording = context.input().flatMap(Input::recording);
    var facts = facts(context.session());
    destination.write(
        ReportPage.html(new ReportData(drawing, recording, report, outputs, error, facts), spans));
    destination.commit();
  }

  @Override
  public void close() {
    if (destination != null) {
      destination.close();
    }
  }

  private Map<String, String> facts(Session session) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Pipeline", files.manifest());
    files
        .input()
        .filter(input -> input.length() < 200)
        .ifPresent(input -> facts.put("Input", input));
    session
        .python()
        .ifPresent(python ->
            facts.put(
                "Python",
                (python.origin() == Origin.BUNDLED ? "bundled CPython " : "CPython ")
                    + python.version().text()
                    + python.numpy().map(numpy -> ", NumPy " + numpy).orElse("")
                    + (python.origin() == Origin.BUNDLED ? "" : " (" + python.executable() + ")")));
    facts.put("JDK", Jdk.running().toString());
    return facts;
  }

  /// What a run was made of.
  record Context(Session session, Reading.Accepted pipeline, Optional<Input> input) {}
}
