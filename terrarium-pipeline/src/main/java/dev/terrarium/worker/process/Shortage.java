package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.pipeline.Values;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which of its limits a process has most likely met, as a field of its node, and in words.
final class Shortage {
  private static final String MEMORY = "limits.memory_gb";
  private static final String FILES = "limits.open_files";
  private static final String TIME = "limits.cpu_s";

  private static final Pattern OF_MEMORY =
      Pattern.compile("(?i)memory|\\balloc|bad_alloc|start new thread|OpenBLAS");
  private static final String OF_FILES = "Too many open files";

  private Shortage() {}

  /// Returns the limit that a process ended by, as a field of its node; empty if that is none.
  static Optional<String> of(WorkerCrashedException crash, ResourceLimits limits) {
    boolean hasMemory = limits.memoryGb().isPresent();
    boolean hasFiles = limits.openFiles().isPresent();
    if (limits.cpuSeconds().isPresent() && Endings.isOfTime(crash.status())) {
      return Optional.of(TIME);
    }
    if (hasFiles && (Endings.isShortOfFiles(crash.status()) || isOfFiles(crash.lastLines()))) {
      return Optional.of(FILES);
    }
    if (hasMemory
        && (Endings.isShortOfMemory(crash.status())
            || OF_MEMORY.matcher(crash.lastLines()).find())) {
      return Optional.of(MEMORY);
    }
    boolean isAtStart = crash.how().contains(Endings.TOO_SMALL);
    return isAtStart && hasMemory != hasFiles
        ? Optional.of(hasMemory ? MEMORY : FILES)
        : Optional.empty();
  }

  /// Whether a text says that too many files are open.
  static boolean isOfFiles(String text) {
    return text.contains(OF_FILES);
  }

  /// Returns the limit that an exception speaks of.
  static Optional<String> of(String message, List<String> kinds, ResourceLimits limits) {
    if (isOfFiles(message) && limits.openFiles().isPresent()) {
      return Optional.of(FILES);
    }
    return kinds.contains("MemoryError") && limits.memoryGb().isPresent()
        ? Optional.of(MEMORY)
        : Optional.empty();
  }

  /// Returns the message of an exception; of one that says that there is no memory, or that too
  /// many files are open, with how much there was to be.
  static String message(String message, List<String> kinds, ResourceLimits limits) {
    var limit = limit(message, kinds, limits);
    if (limit.isEmpty()) {
      return message;
    }
    return message.isEmpty() ? limit : message + " (" + limit + ")";
  }

  /// Returns how much there was to be of what an exception says that there is none of; empty of
  /// others, and where there is no limit.
  static String limit(String message, List<String> kinds, ResourceLimits limits) {
    if (limits.openFiles().isPresent() && isOfFiles(message)) {
      return "its open files are limited to " + limits.openFiles().getAsInt();
    }
    return kinds.contains("MemoryError") ? ofMemory(limits, "") : "";
  }

  /// Continues a sentence with how much memory a process may have, if that is limited.
  static String ofMemory(ResourceLimits limits, String begin) {
    return limits.memoryGb().isEmpty()
        ? ""
        : begin
            + "its memory is limited to "
            + Values.plain(limits.memoryGb().getAsDouble())
            + " GB";
  }

  /// Continues a sentence about a process in which NumPy found no memory for its threads.
  static String ofBlas(String lastLines, ResourceLimits limits) {
    return limits.memoryGb().isPresent() && lastLines.contains("OpenBLAS")
        ? ", which is too little for NumPy: its OpenBLAS reserves memory for each thread, of which"
            + " OMP_NUM_THREADS in the node's environment may say fewer"
        : "";
  }
}
