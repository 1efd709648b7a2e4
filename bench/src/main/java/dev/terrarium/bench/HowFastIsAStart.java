package dev.terrarium.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long from `./terrarium run` to the first result, JVM start included?
///
/// Whole processes on the speech example, everything built and every cache warm; with the AOT cache
/// and without it by turns. The time runs from the start of the launcher to the first byte on its
/// standard output, and to its end.
final class HowFastIsAStart {
  private static final int WARM_UP = 2;

  private final Path home;
  private final List<String> command;

  private HowFastIsAStart(Path home, List<String> command) {
    this.home = home;
    this.command = command;
  }

  /// The rows `start` and `start-no-cache`.
  ///
  /// @param python the value of `--python`
  static List<Map<String, Object>> measure(String python, int rounds)
      throws IOException, InterruptedException {
    Path home = Repository.home().orElse(Path.of(""));
    Path pipeline = home.resolve("examples/speech/pipeline.json");
    Path recording = home.resolve("examples/speech/recording.wav");
    if (!Files.isRegularFile(pipeline) || !Files.isRegularFile(recording)) {
      return List.of(missing("The speech example is not there."));
    }
    List<String> command =
        List.of(
            home.resolve("terrarium").toString(),
            "run",
            pipeline.toString(),
            "--input",
            recording.toString(),
            "--python",
            python);
    return new HowFastIsAStart(home, command).rows(rounds);
  }

  private List<Map<String, Object>> rows(int rounds) throws IOException, InterruptedException {
    List<Run> cached = new ArrayList<>();
    List<Run> plain = new ArrayList<>();
    for (int i = -WARM_UP; i < rounds; i++) {
      Run with = run(true);
      Run without = run(false);
      if (with.exitCode() != 0 || without.exitCode() != 0) {
        return List.of(missing("The speech example failed: run it by hand to see why."));
      }
      if (i >= 0) {
        cached.add(with);
        plain.add(without);
      }
    }
    return List.of(
        row("start", "./terrarium run, speech example, to the first result", cached),
        row("start-no-cache", "the same without the AOT cache", plain));
  }

  private Run run(boolean cached) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    if (!cached) {
      builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=off");
    }
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      int first = output.read();
      long answered = System.nanoTime();
      output.readAllBytes();
      int exitCode = process.waitFor();
      long ended = System.nanoTime();
      return new Run(first < 0 ? -1 : exitCode, answered - start, ended - start);
    }
  }

  private static Map<String, Object> row(String id, String title, List<Run> runs) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("title", title);
    row.put("target", "");
    row.put("ours", Results.spread(Spread.of(runs.stream().mapToDouble(Run::first).toArray())));
    row.put("to_the_end", Results.spread(Spread.of(runs.stream().mapToDouble(Run::end).toArray())));
    return row;
  }

  private static Map<String, Object> missing(String reason) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", "start");
    row.put("title", "./terrarium run, speech example, to the first result");
    row.put("target", "");
    row.put("missing", reason);
    return row;
  }

  /// One process: nanoseconds to the first byte of its answer, and to its end.
  private record Run(int exitCode, double first, double end) {}
}
