package dev.terrarium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that says `ready`, goes on until there is a line on its standard input, and prints
/// properties before and after.
final class LoopProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedReader output;
  private final Map<String, String> said = new LinkedHashMap<>();

  private LoopProcess(Process process) {
    this.process = process;
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// Starts `main` of a class in a JVM with such flags, and waits until it is ready.
  static LoopProcess start(
      List<String> prefix, LoopFlags flags, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags.arguments());
    Optional.ofNullable(System.getProperty("terrarium.bundled"))
        .ifPresent(folder -> command.add("-Dterrarium.bundled=" + folder));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return start(new ProcessBuilder(command));
  }

  /// Starts a program, and waits until it is ready.
  static LoopProcess start(ProcessBuilder builder) throws IOException {
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var started = new LoopProcess(builder.start());
    if (!started.read(DisturbedLoop.READY)) {
      started.close();
      throw new IOException("it did not start; the reason stands above");
    }
    return started;
  }

  long pid() {
    return process.pid();
  }

  /// Reads properties until a line, and returns whether that came.
  private boolean read(String until) throws IOException {
    for (String line; (line = output.readLine()) != null; ) {
      if (line.equals(until)) {
        return true;
      }
      int equals = line.indexOf('=');
      said.put(equals < 0 ? "said" : line.substring(0, equals), line.substring(equals + 1));
    }
    return false;
  }

  /// Ends it, and returns all that it has said.
  Map<String, String> end() throws IOException, InterruptedException {
    process.getOutputStream().write('\n');
    process.getOutputStream().close();
    var _ = read("");
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("it did not end well; the reason stands above");
    }
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
