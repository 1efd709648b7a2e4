package dev.terrarium.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A program in a process of its own, in the Python that tests run on.
public final class PythonProgram {
  private PythonProgram() {}

  /// What came of one.
  public record Ended(int status, String printed) {}

  /// Runs one, and returns what it printed.
  ///
  /// @param arguments what follows `python`
  public static String printedBy(String... arguments) throws IOException, InterruptedException {
    Ended ended = run(arguments);
    assertThat(ended.status()).as(ended.printed()).isZero();
    return ended.printed();
  }

  /// Runs one, however it ends.
  ///
  /// @param arguments what follows `python`
  public static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python()));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  private static String python() {
    return Environment.choose(
            SearchPath.ofProcess()
                .withRequest(System.getProperty("terrarium.test.python", "bundled"), "the test"))
        .executable()
        .toString();
  }
}
