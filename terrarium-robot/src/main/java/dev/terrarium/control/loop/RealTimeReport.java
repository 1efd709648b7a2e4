package dev.terrarium.control.loop;

import java.util.List;

/// What the system granted a loop, and what it is like: never an assumption.
///
/// @param scheduling before all usual threads
/// @param virtualMachine the JVM's own thread, which stops all others in a safepoint, before all
///   usual threads, too
/// @param processor one that the loop stays on
/// @param memory that is not taken away
/// @param wakeUps in time
/// @param kernel what the system says of itself
public record RealTimeReport(
    Grant scheduling,
    Grant virtualMachine,
    OwnProcessor processor,
    Grant memory,
    WakeUps wakeUps,
    KernelReport kernel) {
  /// Whether the loop runs before all usual threads; otherwise every busy thread delays it.
  public boolean isRealTime() {
    return scheduling.isGranted();
  }

  /// Returns it for people, a line for each thing.
  public List<String> lines() {
    return List.of(
        line("scheduling", scheduling),
        line("virtual machine", virtualMachine),
        line("affinity", processor.affinity()),
        line("shield", processor.shield()),
        line("memory", memory),
        line("timer slack", wakeUps.timerSlack()),
        line("wake latency", wakeUps.latency()),
        "kernel: " + kernel.words());
  }

  private static String line(String name, Grant grant) {
    return name
        + ": "
        + switch (grant.answer()) {
          case GRANTED -> "granted, ";
          case REFUSED -> "NOT granted: ";
          case NOT_ASKED -> "not asked: ";
        }
        + grant.words();
  }
}
