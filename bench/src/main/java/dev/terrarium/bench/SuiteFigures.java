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

/// Suites that are measured in a JVM each: `./terrarium bench pipeline`, which is pipelines beside
/// plain loops that do the same work, `./terrarium bench workers`, which is worker processes, and
/// `./terrarium bench robots`.
final class SuiteFigures {
  /// The names on the command line.
  static final String PIPELINES = "pipeline";

  static final String WORKERS = "workers";

  static final String ROBOTS = "robots";

  private final Class<?> side;
  private final List<? extends Suite> suites;
  private final Installation installation;
  private final boolean quick;

  private SuiteFigures(
      Class<?> side, List<? extends Suite> suites, Installation installation, boolean quick) {
    this.side = side;
    this.suites = suites;
    this.installation = installation;
    this.quick = quick;
  }

  /// The suites of pipelines of these names, or all.
  static SuiteFigures ofPipelines(List<String> names, Installation installation, boolean quick) {
    return new SuiteFigures(PipelineSide.class, PipelineSuite.named(names), installation, quick);
  }

  /// The suites of workers of these names, or all.
  static SuiteFigures ofWorkers(List<String> names, Installation installation, boolean quick) {
    return new SuiteFigures(WorkerSide.class, WorkerSuite.named(names), installation, quick);
  }

  /// The suites of robots of these names, or all.
  static SuiteFigures ofRobots(List<String> names, Installation installation, boolean quick) {
    return new SuiteFigures(RobotSide.class, RobotSuite.named(names), installation, quick);
  }

  /// Measures them.
  ///
  /// @param temporary a folder for what the suites leave
  Map<String, Object> measure(String command, Path temporary)
      throws IOException, InterruptedException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.putAll(Surroundings.describe(installation));
    document.put(
        "load_before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    document.put("suites", suites.stream().map(Suite::id).toList());
    List<Object> rows = new ArrayList<>();
    for (Suite suite : suites) {
      Path folder = Files.createDirectory(temporary.resolve(suite.id()));
      Child.await(
          side, installation, suite.name(), quick ? "quick" : "thorough", folder.toString());
      rows.addAll((List<?>) Json.read(folder.resolve(PipelineSide.rows())).get("rows"));
    }
    document.put("rows", rows);
    return document;
  }
}
