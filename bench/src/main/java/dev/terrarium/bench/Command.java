package dev.terrarium.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Runs a program to its end.
final class Command {
  private Command() {}

  /// What a program left behind: standard output and standard error together.
  record Output(int exitCode, String text) {}

  static Output run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }
}
