package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The checkout's Python package in one interpreter, which starts the JVM that this one is an
/// instance of.
final class PythonPackage {
  private static final String SIDES = "from_python.py";

  private final Installation installation;
  private final FloorBuild floor;
  private final Path sources;
  private final Path folder;

  private PythonPackage(Installation installation, FloorBuild floor, Path sources, Path folder) {
    this.installation = installation;
    this.floor = floor;
    this.sources = sources;
    this.folder = folder;
  }

  /// Readies the program that measures.
  ///
  /// @param folder a temporary one
  static PythonPackage unpack(Installation installation, FloorBuild floor, Path folder)
      throws IOException {
    Path home =
        Repository.home()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "The Python package is measured in a checkout, and this benchmark lies outside one."));
    for (String name :
        List.of(SIDES, "workload.py", "pipelines.py", "helpers.py", "elsewhere.py", "apart.py")) {
      try (InputStream text = PythonPackage.class.getResourceAsStream(name)) {
        if (text == null) {
          throw new IllegalStateException(name + " is not packed in the benchmark's jar");
        }
        Files.copy(text, folder.resolve(name));
      }
    }
    return new PythonPackage(installation, floor, home.resolve("python/src"), folder);
  }

  FloorBuild floor() {
    return floor;
  }

  boolean hasNumpy() {
    return installation.numpy().isPresent();
  }

  /// An empty place for the package's AOT cache, in the temporary folder.
  Path cache(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /// What the JVM is given besides what every user's is: the figures' own nodes.
  List<String> options() {
    try {
      Path nodes =
          Path.of(FigureNodes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return List.of("-Djava.class.path=" + nodes);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts a process that does the rows of a JVM within Python.
  PythonSide start() throws IOException {
    return start(SIDES);
  }

  /// Starts a program that does rows.
  PythonSide start(String name) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder.resolve(name).toString()));
    if (floor instanceof FloorBuild.Built(Path library, String _)) {
      arguments.add(library.toString());
    }
    ProcessBuilder builder = program(Optional.empty(), arguments);
    builder.environment().put("TERRARIUM_JVM_OPTIONS", String.join(" ", options()));
    return new PythonSide(builder.start());
  }

  /// A Python process whose standard error is ours, ready to be started.
  ///
  /// @param cache where the package looks for an AOT cache; the user's place without
  ProcessBuilder program(Optional<Path> cache, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(installation.executable().toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PYTHONPATH", sources.toString());
    builder.environment().put("PYTHONPYCACHEPREFIX", folder.resolve("bytecode").toString());
    builder.environment().put("TERRARIUM_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("TERRARIUM_JVM_OPTIONS");
    cache.ifPresent(path -> builder.environment().put("TERRARIUM_CACHE", path.toString()));
    return builder;
  }
}
