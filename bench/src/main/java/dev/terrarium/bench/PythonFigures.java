package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./terrarium bench python`: what the Python package costs, in a Python process that has started
/// its JVM, beside plain Python or C.
final class PythonFigures {
  /// The name on the command line.
  static final String NAME = "python";

  private final Installation installation;
  private final boolean quick;

  PythonFigures(Installation installation, boolean quick) {
    this.installation = installation;
    this.quick = quick;
  }

  /// Measures the suites of these names, or all.
  ///
  /// @param folder for what is compiled, unpacked and cached meanwhile
  Map<String, Object> measure(List<String> names, String command, Path folder)
      throws IOException, InterruptedException {
    List<PythonSuite> suites = PythonSuite.named(names);
    FloorBuild floor = new FloorCompiler(folder).build(installation);
    if (floor instanceof FloorBuild.Missing(String reason)) {
      System.err.println(reason);
    }
    PythonPackage python = PythonPackage.unpack(installation, floor, folder);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.putAll(Surroundings.describe(installation, python.options()));
    document.putAll(Surroundings.describe(floor));
    document.put(
        "load_before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    document.put("suites", suites.stream().map(PythonSuite::id).toList());
    Scores scores = new Scores(quick);
    for (PythonSuite suite : suites) {
      suite.measure(python, scores);
    }
    document.put("rows", scores.rows());
    return document;
  }
}
