package dev.terrarium.worker.process;

import dev.terrarium.worker.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs Python nodes in worker processes during one test, in a folder of its own, and requires in
/// the end that nothing of them is left.
final class WorkerPlace extends Place implements AfterEachCallback {
  private final Leftovers before;

  private WorkerPlace(
      Leftovers before, Path folder, Consumer<String> stdout, Consumer<String> stderr) {
    super(folder, stdout, stderr);
    this.before = before;
  }

  static WorkerPlace open() {
    return open(STDOUT, STDERR);
  }

  /// @param printed takes what nodes print, and write to standard error
  static WorkerPlace open(Consumer<String> printed) {
    return open(printed, printed);
  }

  static WorkerPlace open(Consumer<String> stdout, Consumer<String> stderr) {
    try {
      return new WorkerPlace(
          Leftovers.now(), Files.createTempDirectory("terrarium-test-"), stdout, stderr);
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
