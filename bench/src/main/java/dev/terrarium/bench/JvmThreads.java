package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The threads of a JVM that the loop in it may have to wait for: those that stop it, collect and
/// compile.
///
/// A loop with real-time scheduling that waits for a lock of theirs waits as long as they do for a
/// processor.
final class JvmThreads {
  private static final String PRIORITY = "70"; // Below that of the loop.
  private static final List<String> NAMES =
      List.of("VM Thread", "ZDriver", "ZWorker", "RuntimeWorker", "C1 Compiler", "C2 Compiler");

  private JvmThreads() {}

  /// Gives those of a process SCHED_FIFO, by `chrt`; returns how many there are.
  static int first(long pid) throws IOException, InterruptedException {
    int count = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        String name = Files.readString(task.resolve("comm"));
        if (NAMES.stream().anyMatch(name::startsWith)) {
          Command.run("chrt", "-f", "-p", PRIORITY, task.getFileName().toString());
          count++;
        }
      }
    }
    return count;
  }
}
