package dev.terrarium.worker.process;

import java.util.Map;

/// How processes end, in words.
final class Endings {
  private static final int SIGNALS = 128;
  private static final int KILLED = 9;

  private static final Map<Integer, String> NAMES =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", KILLED, "SIGKILL", 11, "SIGSEGV", 15,
          "SIGTERM", 24, "SIGXCPU");

  private Endings() {}

  /// Continues a sentence about a process.
  static String words(int status) {
    if (status <= SIGNALS) {
      return "ended with exit status " + status;
    }
    int signal = status - SIGNALS;
    var name = NAMES.containsKey(signal) ? " (" + NAMES.get(signal) + ")" : "";
    var why = signal == KILLED ? ", as the system does when memory is short" : "";
    return "was killed by signal " + signal + name + why;
  }
}
