package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A C program that wakes at each deadline of a loop, on its processor and before it, and does
/// nothing: what that is late for is the machine's own. Its host stops, its interrupts and its
/// kernel keep the loop waiting as well.
final class Witness implements AutoCloseable {
  /// Before the loop, which has 80.
  private static final int FIFO = 99;

  private final Process process;
  private final Path file;
  private final int seconds;

  private Witness(Process process, Path file, int seconds) {
    this.process = process;
    this.file = file;
    this.seconds = seconds;
  }

  /// Starts it; nothing where it could not be compiled.
  ///
  /// @param bench has the program, the loop's processor, and a folder for what it sees
  /// @param deadline of the loop, as [System#nanoTime] tells it
  /// @param seconds after which it ends
  static Optional<Witness> start(LoopBench bench, long deadline, int seconds) throws IOException {
    return switch (bench.program()) {
      case FloorBuild.Missing _ -> Optional.empty();
      case FloorBuild.Built(Path executable, String _) -> {
        Path file = bench.shared().resolve("witnessed");
        var command =
            List.of(
                executable.toString(),
                String.valueOf(seconds),
                String.valueOf(FIFO),
                String.valueOf(bench.processor()),
                "0",
                file.toString(),
                String.valueOf(deadline));
        yield Optional.of(
            new Witness(new ProcessBuilder(command).inheritIO().start(), file, seconds));
      }
    };
  }

  /// Returns what it saw, as part of a row, when it has ended; nothing where the system refuses it
  /// its priority.
  Optional<Map<String, Object>> described() throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      return Optional.empty();
    }
    Gaps gaps = Gaps.read(file);
    Map<String, Object> map = new LinkedHashMap<>(gaps.described());
    map.put("cycles_percent", gaps.commands() / 10.0 / seconds);
    return Optional.of(map);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(file);
  }
}
