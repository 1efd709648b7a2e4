package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a figure depends on besides the code: machine, JDK, CPython, commit, date.
final class Surroundings {
  /// Prints the switches that CPython was configured with, except those that name folders, then how
  /// it was compiled.
  private static final String BUILD =
      """
      import sysconfig
      words = sysconfig.get_config_var('CONFIG_ARGS') or ''
      print(' '.join(w.strip("'") for w in words.split() if '--' in w and '/' not in w))
      print(sysconfig.get_config_var('OPT') or '')
      """;

  private Surroundings() {}

  static Map<String, Object> describe(Installation installation)
      throws IOException, InterruptedException {
    return describe(installation, Measurement.arguments(Row.CALL));
  }

  /// @param arguments those of the JVM that is measured
  static Map<String, Object> describe(Installation installation, List<String> arguments)
      throws IOException, InterruptedException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS));
    facts.put("commit", commit());
    facts.put("machine", machine());
    facts.put("jdk", jdk(arguments));
    facts.put("python", python(installation));
    return facts;
  }

  static Map<String, Object> describe(Installation installation, FloorBuild floor)
      throws IOException, InterruptedException {
    Map<String, Object> facts = describe(installation);
    facts.putAll(describe(floor));
    return facts;
  }

  static Map<String, Object> describe(FloorBuild floor) {
    return switch (floor) {
      case FloorBuild.Built(Path _, String compiler) -> Map.of("compiler", compiler + ", -O3");
      case FloorBuild.Missing(String reason) -> Map.of("no_c_side", reason);
    };
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cpu", Processor.name());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    return machine;
  }

  private static Map<String, Object> jdk(List<String> arguments) {
    Map<String, Object> jdk = new LinkedHashMap<>();
    jdk.put("version", Runtime.version().toString());
    jdk.put("vendor", System.getProperty("java.vendor"));
    jdk.put("vm", System.getProperty("java.vm.name"));
    jdk.put("arguments", arguments);
    return jdk;
  }

  private static Map<String, Object> python(Installation installation)
      throws IOException, InterruptedException {
    List<String> build =
        Command.run(installation.executable().toString(), "-Ic", BUILD).text().lines().toList();
    String configured = build.isEmpty() ? "" : build.getFirst();
    Map<String, Object> python = new LinkedHashMap<>();
    python.put("version", installation.version().text());
    python.put("origin", installation.origin());
    python.put("numpy", installation.numpy().orElse("none"));
    python.put("configured", configured);
    python.put("flags", build.size() < 2 ? "" : build.get(1));
    python.put("optimised", configured.contains("--enable-optimizations"));
    return python;
  }

  /// The commit that the benchmark's classes were built from, with a plus sign if the tree differs
  /// from it.
  private static String commit() throws IOException, InterruptedException {
    Optional<Path> home = Repository.home();
    if (home.isEmpty()) {
      return "unknown";
    }
    try {
      String folder = home.get().toString();
      Command.Output head = Command.run("git", "-C", folder, "rev-parse", "--short=12", "HEAD");
      Command.Output changes =
          Command.run(
              "git", "-C", folder, "status", "--porcelain", "-uno", "--", ":!bench/results");
      return head.exitCode() != 0
          ? "unknown"
          : head.text().strip() + (changes.text().isBlank() ? "" : "+");
    } catch (IOException _) {
      return "unknown";
    }
  }
}
