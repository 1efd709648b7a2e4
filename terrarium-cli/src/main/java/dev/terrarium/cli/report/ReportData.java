package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Drawing;
import dev.terrarium.cli.input.Recording;
import dev.terrarium.pipeline.run.RunReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a page tells about a run.
///
/// @param drawing the pipeline
/// @param recording what went in, if it was a sound
/// @param outputs what came out, or the first of it
/// @param error what went wrong, if something did
/// @param facts what the run was made of, in the order in which they are shown
public record ReportData(
    Drawing drawing,
    Optional<Recording> recording,
    RunReport run,
    List<Object> outputs,
    Optional<String> error,
    Map<String, String> facts) {
  public ReportData {
    outputs = List.copyOf(outputs);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /// Returns the pipeline's name.
  public String title() {
    return drawing.title();
  }
}
