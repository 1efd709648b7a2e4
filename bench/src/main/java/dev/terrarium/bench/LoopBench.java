package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where loops are measured: the interpreter, the Python programs unpacked, a folder in memory, and
/// how long rows take, the C program, and its processor.
///
/// @param folder a temporary one, on a disk
/// @param shared one in memory, where the system has that
/// @param seconds of a row that promises something
/// @param program that wakes each millisecond and does nothing
/// @param processor the one that a loop chooses; this process may not see it while a loop has it
record LoopBench(
    Installation installation,
    Path folder,
    Path shared,
    int seconds,
    FloorBuild program,
    int processor) {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int SHORTEST = 2;
  private static final int SHARE = 6;

  /// Makes the place.
  ///
  /// @param folder a temporary one, the caller's to delete
  static LoopBench open(Installation installation, Path folder, int seconds)
      throws IOException, InterruptedException {
    for (String name : List.of("disturbances.py", "asyncio_loop.py", "board_reader.py")) {
      try (InputStream text = LoopBench.class.getResourceAsStream(name)) {
        if (text == null) {
          throw new IllegalStateException(name + " is not packed in the benchmark's jar");
        }
        Files.copy(text, folder.resolve(name));
      }
    }
    Path shared =
        Files.createTempDirectory(
            Files.isDirectory(MEMORY) ? MEMORY : folder, "terrarium-bench-loop");
    FloorBuild program = new FloorCompiler(folder).program("loop_floor");
    int last = Runtime.getRuntime().availableProcessors() - 1;
    return new LoopBench(installation, folder, shared, seconds, program, last);
  }

  /// How long a row takes that is there to be read, and promises nothing, s.
  int briefly() {
    return Math.max(SHORTEST, seconds / SHARE);
  }

  /// One of the Python programs in a process of its own, ready to be started.
  ProcessBuilder python(String program, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(installation.executable().toString(), folder.resolve(program).toString()),
                Stream.of(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder;
  }

  /// Deletes what lies in memory.
  void clear() throws IOException {
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
