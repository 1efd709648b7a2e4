package dev.terrarium.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How long do the import of the package and the start of its JVM take, with and without the AOT
/// cache that `python -m terrarium prepare` makes?
final class HowFastIsAStartFromPython {
  private static final String JVM = "_jvm.java()";
  private static final String IMPORT = "from terrarium import _jvm";
  private static final String PIPELINE =
      """
      from terrarium import Pipeline, nodes
      assert Pipeline([nodes.MultiplyNode(factor=3), lambda x: x + 1]).run_sync([1, 2]) == [4, 7]
      """;

  private HowFastIsAStartFromPython() {}

  static void measure(PythonPackage python, Scores scores)
      throws IOException, InterruptedException {
    Path with = python.cache("prepared");
    Path without = python.cache("unprepared");
    scores.add(
        Contest.ofRuns(
            "start-import", "import terrarium", 1, timed(python, without, "", "import terrarium")));
    scores.add(
        Contest.ofRuns(
            "start-import-pipeline",
            "from terrarium import Pipeline, nodes",
            1,
            timed(python, without, "", "from terrarium import Pipeline, nodes")));
    scores.add(
        Contest.ofRuns("start-jvm", "start of the JVM", 1, timed(python, without, IMPORT, JVM)));
    scores.add(
        Contest.ofRuns(
            "start-process",
            "a process that runs a pipeline, from its start to its end",
            1,
            whole(python, without, PIPELINE)));
    prepare(python, with);
    scores.add(
        Contest.ofRuns(
                "start-jvm-prepared",
                "start of the JVM, prepared, beside: not prepared",
                1,
                timed(python, with, IMPORT, JVM))
            .beside(timed(python, without, IMPORT, JVM)));
    scores.add(
        Contest.ofRuns(
                "start-process-prepared",
                "a process that runs a pipeline, prepared, beside: not prepared",
                1,
                whole(python, with, PIPELINE))
            .beside(whole(python, without, PIPELINE)));
  }

  private static void prepare(PythonPackage python, Path cache)
      throws IOException, InterruptedException {
    Process process =
        python.program(Optional.of(cache), List.of("-m", "terrarium", "prepare")).start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("python -m terrarium prepare failed: " + told.strip());
    }
  }

  /// Times a statement in a process of its own.
  private static Contender timed(
      PythonPackage python, Path cache, String before, String statement) {
    String program =
        """
        import time
        %s
        start = time.perf_counter_ns()
        %s
        print(time.perf_counter_ns() - start)
        """
            .formatted(before, statement);
    return processes(() -> Long.parseLong(output(python, cache, program).strip()));
  }

  /// Times a whole process.
  private static Contender whole(PythonPackage python, Path cache, String program) {
    return processes(() -> {
      long start = System.nanoTime();
      String _ = output(python, cache, program);
      return System.nanoTime() - start;
    });
  }

  private interface Once {
    long nanos() throws IOException, InterruptedException;
  }

  private static Contender processes(Once once) {
    return Contender.elsewhere(times -> {
      long[] nanos = new long[times];
      for (int i = 0; i < times; i++) {
        nanos[i] = once.nanos();
      }
      return nanos;
    });
  }

  private static String output(PythonPackage python, Path cache, String program)
      throws IOException, InterruptedException {
    Process process = python.program(Optional.of(cache), List.of("-c", program)).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException("the Python process ended with exit code " + exitCode);
    }
    return text;
  }
}
