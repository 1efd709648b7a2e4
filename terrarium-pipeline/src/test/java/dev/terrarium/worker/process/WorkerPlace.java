package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Settings;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.PythonSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs Python nodes in worker processes during one test, in a folder of its own, and requires in
/// the end that nothing of them is left.
final class WorkerPlace extends Place implements AfterEachCallback {
  private final Leftovers before;

  private WorkerPlace(Leftovers before, Path folder, Settings settings) {
    super(folder, "process", settings);
    this.before = before;
  }

  static WorkerPlace open() {
    return open(STDOUT, STDERR);
  }

  /// Leaves interrupted code a minute to end, on a machine that has others to serve.
  static WorkerPlace patient() {
    return open(STDOUT, STDERR, new Grace(Duration.ofMinutes(1)));
  }

  /// @param printed takes what nodes print, and write to standard error
  static WorkerPlace open(Consumer<String> printed) {
    return open(printed, printed);
  }

  static WorkerPlace open(Consumer<String> stdout, Consumer<String> stderr) {
    return open(stdout, stderr, Grace.USUAL);
  }

  private static WorkerPlace open(Consumer<String> stdout, Consumer<String> stderr, Grace grace) {
    try {
      var folder = Files.createTempDirectory("terrarium-test-");
      var python = new PythonSettings(Place::python, List.of(folder), stdout, stderr);
      return new WorkerPlace(Leftovers.now(), folder, Settings.of(python, grace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    close();
    before.requireNone();
    try (var files = Files.walk(folder())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
