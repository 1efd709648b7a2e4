package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A C program that wakes at each deadline of a loop, on its processor and before it, and does
/// nothing: what that is late for is the machine's own. Its host stops, its interrupts and its
/// kernel keep the loop waiting as well.
final class Witness implements AutoCloseable {
  /// Before the loop, which has 80.
  private static final int FIFO = 99;

  private final Process process;
  private final Path file;

  private Witness(Process process, Path file) {
    this.process = process;
    this.file = file;
  }

  /// Starts it; nothing where it could not be compiled.
  ///
  /// @param deadline of the loop, as [System#nanoTime] tells it
  /// @param seconds after which it ends
  static Optional<Witness> start(FloorBuild program, Path folder, long deadline, int seconds)
      throws IOException {
    return switch (program) {
      case FloorBuild.Missing _ -> Optional.empty();
      case FloorBuild.Built(Path executable, String _) -> {
        Path file = folder.resolve("witnessed");
        var command =
            List.of(
                executable.toString(),
                String.valueOf(seconds),
                String.valueOf(FIFO),
                String.valueOf(Runtime.getRuntime().availableProcessors() - 1),
                "0",
                file.toString(),
                String.valueOf(deadline));
        yield Optional.of(new Witness(new ProcessBuilder(command).inheritIO().start(), file));
      }
    };
  }

  /// Returns what it saw, when it has ended; nothing where the system refuses it its priority.
  Optional<Gaps> gaps() throws IOException, InterruptedException {
    return process.waitFor() == 0 ? Optional.of(Gaps.read(file)) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(file);
  }
}
