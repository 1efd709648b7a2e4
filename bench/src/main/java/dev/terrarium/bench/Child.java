package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// A JVM of its own for a class that measures.
final class Child {
  /// The property with how many JVMs measure what ruins one, where that is said.
  static final String JVMS = "terrarium.bench.jvms";

  private Child() {}

  /// Runs `main` of a class with this interpreter as its one argument; its standard error is ours.
  static Properties run(Class<?> main, Installation installation)
      throws IOException, InterruptedException {
    return run(main, Choice.of(installation));
  }

  /// Runs `main` of a class with this interpreter and further arguments; what it prints are
  /// properties.
  ///
  /// @param python the interpreter, as `--python` has it
  static Properties run(Class<?> main, String python, String... further)
      throws IOException, InterruptedException {
    Process process = builder(main, python, further).start();
    Properties found = new Properties();
    try (InputStream output = process.getInputStream()) {
      found.load(output);
    }
    awaitEnd(main, process);
    return found;
  }

  /// Runs `main` of a class with this interpreter and further arguments; what it prints goes to
  /// standard error.
  static void await(Class<?> main, Installation installation, String... further)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(main, Choice.of(installation), further);
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      output.transferTo(System.err);
    }
    awaitEnd(main, process);
  }

  private static ProcessBuilder builder(Class<?> main, String python, String... further) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Measurement.arguments(Row.CALL));
    command.add("-XX:+AlwaysPreTouch");
    Optional.ofNullable(System.getProperty("terrarium.bundled"))
        .ifPresent(folder -> command.add("-Dterrarium.bundled=" + folder));
    Optional.ofNullable(System.getProperty(JVMS))
        .ifPresent(jvms -> command.add("-D" + JVMS + "=" + jvms));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(python);
    command.addAll(List.of(further));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void awaitEnd(Class<?> main, Process process)
      throws IOException, InterruptedException {
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException(main.getSimpleName() + " ended with exit code " + exitCode + ".");
    }
  }
}
