package dev.terrarium.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The threads of a Linux system, as `/proc` numbers them.
final class Threads {
  /// Those of this process.
  static final Path OWN = Path.of("/proc/self/task");

  private static final Path PROCESSES = Path.of("/proc");

  private Threads() {}

  /// A thread that was there.
  ///
  /// @param process the number of its process, which is also that of the process's first thread
  record Numbered(long process, long number) {
    /// Whether it is the first of its process.
    boolean isFirst() {
      return process == number;
    }
  }

  /// Returns those of all processes, the kernel's among them.
  static List<Numbered> all() {
    return numbers(PROCESSES).stream()
        .flatMap(process -> of(process).stream().map(each -> new Numbered(process, each)))
        .toList();
  }

  /// Returns the numbers of a process's threads; none if it has ended.
  static List<Long> of(long process) {
    return numbers(PROCESSES.resolve(process + "/task"));
  }

  /// Returns the numbers of those threads whose names begin so, of which the system keeps 15
  /// characters.
  ///
  /// @param tasks a folder for each thread, such as [#OWN]
  static List<Long> named(Path tasks, List<String> beginnings) {
    return numbers(tasks).stream()
        .filter(thread -> beginnings.stream().anyMatch(name(tasks, thread)::startsWith))
        .toList();
  }

  private static String name(Path tasks, long thread) {
    try {
      return Files.readString(tasks.resolve(thread + "/comm")).strip();
    } catch (IOException itHasEnded) {
      return "";
    }
  }

  /// Returns the number of the process that started another; 0 if it has ended, or was started by
  /// none.
  static long parent(long process) {
    try {
      String stat = Files.readString(PROCESSES.resolve(process + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3)[1]);
    } catch (IOException itHasEnded) {
      return 0;
    }
  }

  private static List<Long> numbers(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(Long::valueOf)
          .toList();
    } catch (IOException | UncheckedIOException itHasEnded) {
      return List.of();
    }
  }
}
