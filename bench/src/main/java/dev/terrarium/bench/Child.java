package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// A JVM of its own for a class that prints what it found as properties.
final class Child {
  private Child() {}

  /// Runs `main` of a class with this interpreter as its one argument; its standard error is ours.
  static Properties run(Class<?> main, Installation installation)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Measurement.arguments(Row.CALL));
    command.add("-XX:+AlwaysPreTouch");
    Optional.ofNullable(System.getProperty("terrarium.bundled"))
        .ifPresent(folder -> command.add("-Dterrarium.bundled=" + folder));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(Choice.of(installation));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Properties found = new Properties();
    try (InputStream output = process.getInputStream()) {
      found.load(output);
    }
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException(main.getSimpleName() + " ended with exit code " + exitCode + ".");
    }
    return found;
  }
}
