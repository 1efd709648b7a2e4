package dev.terrarium.worker.process;

import static java.util.Map.entry;

import dev.terrarium.pipeline.ResourceLimits;
import java.util.Map;

/// How processes end, in words.
final class Endings {
  /// Begins what is said of a process that has limits and did not start.
  static final String TOO_SMALL = "its limits may be too small to start with: ";

  /// The exit status of a worker that finds no socket where its line was, as `terrarium._worker`
  /// has it.
  private static final int LINE_LOST = 240;

  /// That of one for which there was no memory even to read a request.
  private static final int NO_MEMORY = 241;

  /// Those of one whose limits were too small to start with.
  private static final int SHORT_OF_MEMORY = 242;

  private static final int SHORT_OF_FILES = 243;

  /// That of one whose own code cannot go on, as `terrarium._script_worker` has it.
  private static final int BROKEN = 244;

  private static final int SIGNALS = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int KILLED = 9;
  private static final int TIME_IS_UP = 24;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          entry(1, "SIGHUP"),
          entry(2, "SIGINT"),
          entry(3, "SIGQUIT"),
          entry(4, "SIGILL"),
          entry(5, "SIGTRAP"),
          entry(6, "SIGABRT"),
          entry(7, "SIGBUS"),
          entry(8, "SIGFPE"),
          entry(KILLED, "SIGKILL"),
          entry(10, "SIGUSR1"),
          entry(11, "SIGSEGV"),
          entry(12, "SIGUSR2"),
          entry(13, "SIGPIPE"),
          entry(14, "SIGALRM"),
          entry(15, "SIGTERM"),
          entry(16, "SIGSTKFLT"),
          entry(TIME_IS_UP, "SIGXCPU"),
          entry(25, "SIGXFSZ"),
          entry(26, "SIGVTALRM"),
          entry(27, "SIGPROF"),
          entry(29, "SIGIO"),
          entry(30, "SIGPWR"),
          entry(31, "SIGSYS"));

  private Endings() {}

  /// Continues a sentence about a process that was at work.
  ///
  /// @param lastLines what it wrote last
  static String words(int status, ResourceLimits limits, String lastLines) {
    if (limits.cpuSeconds().isPresent()) {
      int seconds = limits.cpuSeconds().getAsInt();
      if (isOfTime(status)) {
        return words(status) + ": its processor time of " + seconds + " s is used up";
      }
      if (status == SIGNALS + KILLED) {
        return words(status)
            + ", or a second after its processor time of %d s is used up".formatted(seconds);
      }
    }
    return words(status) + Shortage.ofMemory(limits, "; ") + Shortage.ofBlas(lastLines, limits);
  }

  /// Continues a sentence about a process that was not ready yet.
  static String atStart(int status, ResourceLimits limits) {
    var limited = limits.words();
    return words(status) + (limited.isEmpty() ? "" : "; " + TOO_SMALL + limited);
  }

  /// Whether a process had no memory to read what it was asked for.
  static boolean isOfMemory(int status) {
    return status == NO_MEMORY;
  }

  /// Whether a process could not start for want of memory.
  static boolean isShortOfMemory(int status) {
    return status == SHORT_OF_MEMORY;
  }

  /// Whether a process could not start, since it could open no more files.
  static boolean isShortOfFiles(int status) {
    return status == SHORT_OF_FILES;
  }

  /// Whether a process was ended since its processor time was used up.
  static boolean isOfTime(int status) {
    return status == SIGNALS + TIME_IS_UP;
  }

  private static String words(int status) {
    if (status == LINE_LOST) {
      return "closed its line, as os.closerange does, and ended";
    }
    if (isShortOfMemory(status) || isShortOfFiles(status)) {
      return isShortOfMemory(status)
          ? "ended, since it found no more memory"
          : "ended, since it could open no more files";
    }
    if (status == BROKEN) {
      return "ended itself, since it could not go on: a script has taken away what it needs, as"
          + " sys.modules.clear() does";
    }
    if (status == NO_MEMORY) {
      return "had no memory left to read what it was asked for, and ended";
    }
    if (status <= SIGNALS || status > SIGNALS + LAST_SIGNAL) {
      return "ended with exit status " + status;
    }
    int signal = status - SIGNALS;
    var name = NAMES.containsKey(signal) ? " (" + NAMES.get(signal) + ")" : "";
    var why =
        signal == KILLED ? ", as the system does when memory is short, or somebody's kill -9" : "";
    return "was killed by signal " + signal + name + why;
  }
}
