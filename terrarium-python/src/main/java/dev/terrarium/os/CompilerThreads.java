package dev.terrarium.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The threads of the JVM that compile, as the system sees them at work: what they compile next to
/// a thread of the highest priority may keep that one waiting nevertheless, for a lock that they
/// hold while usual threads have the processor.
///
/// One thread asks.
public final class CompilerThreads {
  /// How HotSpot's begin.
  private static final List<String> NAMES = List.of("C1 Compiler", "C2 Compiler", "JVMCI Compiler");

  private final Path tasks;
  private long worked = -1;

  /// Makes what looks at those of this process.
  public CompilerThreads() {
    this(Threads.OWN);
  }

  /// Makes what looks at those of a process.
  ///
  /// @param tasks a folder for each of its threads
  CompilerThreads(Path tasks) {
    this.tasks = tasks;
  }

  /// Whether all of them sleep, and none has worked since this was asked before: false when it is
  /// asked first. True where the system tells nothing of them.
  public boolean areIdle() {
    if (!Files.isDirectory(tasks)) {
      return true;
    }
    long before = worked;
    worked = 0;
    boolean sleep = true;
    for (long number : Threads.named(tasks, NAMES)) {
      Path thread = tasks.resolve(Long.toString(number));
      String[] times = read(thread.resolve("schedstat")).split(" ", -1);
      worked += times.length < 2 ? 0 : Long.parseLong(times[0]) + Long.parseLong(times[1]);
      sleep &= !isRunnable(read(thread.resolve("stat")));
    }
    return sleep && worked == before;
  }

  /// The state follows the name, which is in parentheses.
  private static boolean isRunnable(String stat) {
    return stat.startsWith("R", stat.lastIndexOf(')') + 2);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) { // The thread has ended.
      return "";
    }
  }
}
