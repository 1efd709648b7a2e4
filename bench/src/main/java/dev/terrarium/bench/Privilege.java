package dev.terrarium.bench;

import dev.terrarium.control.loop.LoopOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// With what rights the process of a loop runs.
enum Privilege {
  /// As whoever measures: real-time scheduling is asked for, and the threads of all processes are
  /// kept off the loop's processor.
  SHIELDED("real-time scheduling, shield"),
  /// As whoever measures: real-time scheduling is asked for.
  FULL("real-time scheduling"),
  /// No rights but a user's: everything is asked for, and refused.
  NONE("without privilege"),
  /// The same, and the threads of Python have SCHED_BATCH and niceness 19.
  NONE_NICE("without privilege, Python's threads nice");

  private static final List<String> WITHOUT =
      List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");

  private final String words;

  Privilege(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  boolean isFull() {
    return this == SHIELDED || this == FULL;
  }

  boolean isNice() {
    return this == NONE_NICE;
  }

  /// Returns what stands before a command that is to run with these rights.
  List<String> prefix() throws InterruptedException {
    return !isFull() && canBeGivenUp() ? WITHOUT : List.of();
  }

  /// Returns what the loop asks for: no real-time scheduling if it should not have it, and rights
  /// cannot be given up.
  LoopOptions options() throws InterruptedException {
    LoopOptions standard = LoopOptions.standard();
    if (this == SHIELDED) {
      return standard.withShield();
    }
    boolean asks = isFull() || canBeGivenUp() || !hasAny();
    return asks ? standard : standard.withoutRealTime();
  }

  private static boolean canBeGivenUp() throws InterruptedException {
    try {
      var command = new java.util.ArrayList<>(WITHOUT);
      command.add("true");
      return Command.run(command.toArray(String[]::new)).exitCode() == 0;
    } catch (IOException _) {
      return false; // There is no setpriv.
    }
  }

  /// Whether this process has any capability.
  private static boolean hasAny() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .anyMatch(line -> line.startsWith("CapEff:") && !line.matches(".*\\s0+"));
    } catch (IOException _) {
      return false;
    }
  }
}
