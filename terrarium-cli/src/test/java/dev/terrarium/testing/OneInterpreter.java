package dev.terrarium.testing;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.worker.PythonSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// The bundled Python in the tests' own process, which has one interpreter: it prints to one place
/// for ever, whoever opens it.
public final class OneInterpreter {
  private static final ConcurrentLinkedQueue<String> PRINTED = new ConcurrentLinkedQueue<>();
  private static final Consumer<String> SINK = PRINTED::add;

  private OneInterpreter() {}

  /// Returns what opens it.
  ///
  /// @param folders to import from
  public static PythonSettings settings(List<Path> folders) {
    return new PythonSettings(
        () -> Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test")),
        folders,
        SINK,
        SINK);
  }

  /// Whether something with such a text in it has been printed so far.
  public static boolean hasPrinted(String text) {
    return PRINTED.stream().anyMatch(printed -> printed.contains(text));
  }
}
