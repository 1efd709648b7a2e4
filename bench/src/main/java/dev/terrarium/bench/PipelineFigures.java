package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./terrarium bench pipeline`: pipelines beside plain loops that do the same work.
final class PipelineFigures {
  /// The name on the command line.
  static final String NAME = "pipeline";

  private final Installation installation;
  private final boolean quick;

  PipelineFigures(Installation installation, boolean quick) {
    this.installation = installation;
    this.quick = quick;
  }

  /// Measures the suites of these names, or all.
  ///
  /// @param temporary a folder for what the suites leave
  Map<String, Object> measure(List<String> names, String command, Path temporary)
      throws IOException, InterruptedException {
    List<PipelineSuite> suites = PipelineSuite.named(names);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.putAll(Surroundings.describe(installation));
    document.put(
        "load_before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    document.put("suites", suites.stream().map(PipelineSuite::id).toList());
    List<Object> rows = new ArrayList<>();
    for (PipelineSuite suite : suites) {
      Path folder = Files.createDirectory(temporary.resolve(suite.id()));
      Child.await(
          PipelineSide.class,
          installation,
          suite.name(),
          quick ? "quick" : "thorough",
          folder.toString());
      rows.addAll((List<?>) Json.read(folder.resolve(PipelineSide.rows())).get("rows"));
    }
    document.put("rows", rows);
    return document;
  }
}
