package dev.terrarium.os;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The threads of a JVM with the collector ZGC for which all others wait, by HotSpot's names: the
/// one that stops them, those that have it stop them, and those that hold locks that they need.
final class SafepointThreads {
  private static final List<String> DRIVING =
      List.of(VirtualMachineThread.NAME, "ZDriver", "ZDirector");
  private static final List<String> COLLECTING = List.of("ZWorker");

  /// There where several threads collect a generation at a time, as there are processors enough.
  private static final List<String> SECOND = List.of("ZWorkerYoung#1", "ZWorkerOld#1");

  private SafepointThreads() {}

  /// Returns those that one processor is enough for; none of another collector, where the thread
  /// that stops the others starts those that collect meanwhile, and they would stay beside it.
  static Set<Long> of(Path tasks) {
    List<Long> collecting = Threads.named(tasks, COLLECTING);
    if (collecting.isEmpty()) {
      return Set.of();
    }
    var threads = new HashSet<>(Threads.named(tasks, DRIVING));
    if (Threads.named(tasks, SECOND).isEmpty()) {
      threads.addAll(collecting);
    }
    return threads;
  }
}
