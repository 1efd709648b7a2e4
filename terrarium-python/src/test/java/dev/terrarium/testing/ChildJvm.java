package dev.terrarium.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own with this test's class path: one JVM holds one interpreter, and some tests end
/// it.
public final class ChildJvm {
  /// How a process ended and what it said, on both its outputs.
  ///
  /// @param exit the exit code; 128 and a signal's number if one ended it, -1 if it was killed for
  ///   taking too long
  /// @param output all it said
  public record Ended(int exit, String output) {}

  /// Marks tests all of whose work is done in JVMs of their own.
  public static final String TAG = "own-jvm";

  /// How long a process may take that takes seconds when nothing else runs.
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<String> options = new ArrayList<>();

  /// The usual options; the main thread has the stack that a Java thread usually has.
  public ChildJvm() {
    options.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-XX:+UseSerialGC");
    options.add("-XX:TieredStopAtLevel=1");
    options.add("-XX:ErrorFile=/dev/null");
    options.add(Extent.option());
    options.add("-cp");
    options.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  /// Lets it run on the interpreter that this JVM's tests run on.
  public ChildJvm onChosenPython() {
    return with(
        "-D" + Interpreters.PROPERTY + "=" + System.getProperty(Interpreters.PROPERTY, "bundled"));
  }

  /// One more option for the JVM.
  public ChildJvm with(String option) {
    options.add(option);
    return this;
  }

  /// Lets another program start the JVM, such as one that changes its surroundings.
  public ChildJvm before(String... command) {
    options.addAll(0, Arrays.asList(command));
    return this;
  }

  /// Runs a program to its end, or kills it when [#PATIENCE] is over.
  public Ended run(Class<?> program, String... arguments) {
    return run(PATIENCE, program, arguments);
  }

  /// Runs a program to its end, or kills it after `bound`.
  public Ended run(Duration bound, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>(options);
    command.add(program.getName());
    command.addAll(Arrays.asList(arguments));
    return run(bound, new ProcessBuilder(command));
  }

  /// Runs any command to its end, or kills it after `bound`.
  public static Ended run(Duration bound, String... command) {
    return run(bound, new ProcessBuilder(command));
  }

  /// Runs a process to its end, or kills it after `bound`.
  public static Ended run(Duration bound, ProcessBuilder builder) {
    try {
      Path output = Files.createTempFile("terrarium-child", ".log");
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String said = new String(Files.readAllBytes(output), UTF_8);
      Files.delete(output);
      return new Ended(ended ? process.exitValue() : -1, said);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
