package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./terrarium bench loop`: how steady the control loop is beside Python that disturbs it, beside
/// a C program that does nothing, and beside asyncio.
final class LoopFigures {
  /// The name on the command line.
  static final String NAME = "loop";

  /// How long a row takes that promises something, s.
  static final int SECONDS = 60;

  static final int FEW_SECONDS = 2;

  private final Installation installation;
  private final int seconds;

  /// @param seconds of a row that promises something, at least 2
  LoopFigures(Installation installation, int seconds) {
    if (seconds < FEW_SECONDS) {
      throw new IllegalArgumentException(
          "A row takes %d s or more, not %d.".formatted(FEW_SECONDS, seconds));
    }
    this.installation = installation;
    this.seconds = seconds;
  }

  /// Measures the suites of these names.
  ///
  /// @param folder for what is compiled, unpacked and read meanwhile
  Map<String, Object> measure(List<String> names, String command, Path folder)
      throws IOException, InterruptedException {
    List<LoopSuite> suites = LoopSuite.named(names);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.putAll(Surroundings.describe(installation, LoopFlags.CHOSEN.arguments()));
    document.put(
        "load_before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    document.put("loop", suites.stream().map(Suite::id).toList());
    LoopRows rows = new LoopRows();
    LoopBench bench = LoopBench.open(installation, folder, seconds);
    try {
      for (LoopSuite suite : suites) {
        suite.measure(bench, rows);
      }
    } finally {
      bench.clear();
    }
    document.put("rows", rows.judged());
    return document;
  }
}
