package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// How steady is a C program that wakes each millisecond and does nothing: what the machine can do.
final class HowSteadyIsC {
  private static final int FIFO = 80;
  private static final int SPIN = 80_000;
  private static final int REFUSED = 3;

  private final LoopBench bench;
  private final LoopRows rows;

  HowSteadyIsC(LoopBench bench, LoopRows rows) {
    this.bench = bench;
    this.rows = rows;
  }

  void measure() {
    int seconds = bench.seconds();
    add("floor-idle", Disturbance.IDLE, FIFO, SPIN, seconds);
    rows.floorLast();
    add("floor-all", Disturbance.ALL, FIFO, SPIN, seconds);
    rows.floorLast();
    add("floor-cyclictest", Disturbance.IDLE, FIFO, 0, bench.briefly());
    add("floor-without", Disturbance.IDLE, 0, SPIN, bench.briefly());
  }

  private void add(String id, Disturbance disturbance, int priority, int spin, int seconds) {
    String side =
        "C, "
            + (priority > 0 ? Privilege.FULL : Privilege.NONE).words()
            + (spin == 0 ? ", asleep until the deadline" : "");
    String title =
        disturbance.words() + (disturbance == Disturbance.IDLE ? "" : ", in another process");
    rows.add(id, side, title, () -> measure(disturbance, priority, spin, seconds));
  }

  private Map<String, Object> measure(Disturbance disturbance, int priority, int spin, int seconds)
      throws Exception {
    return switch (bench.program()) {
      case FloorBuild.Missing(String reason) -> Map.of("missing", reason);
      case FloorBuild.Built(Path executable, String _) -> {
        if (disturbance == Disturbance.IDLE) {
          yield measure(executable, priority, spin, seconds);
        }
        ProcessBuilder python =
            bench.python("disturbances.py", disturbance.id(), bench.folder().toString());
        try (LoopProcess beside = LoopProcess.start(python)) {
          Map<String, Object> row = measure(executable, priority, spin, seconds);
          beside.end();
          yield row;
        }
      }
    };
  }

  private Map<String, Object> measure(Path executable, int priority, int spin, int seconds)
      throws IOException, InterruptedException {
    Path file = bench.shared().resolve("wakes");
    Command.Output output =
        Command.run(
            executable.toString(),
            String.valueOf(seconds),
            String.valueOf(priority),
            String.valueOf(bench.processor()),
            String.valueOf(spin),
            file.toString(),
            String.valueOf(System.nanoTime()));
    if (output.exitCode() == REFUSED) {
      return Map.of("missing", "the system refuses SCHED_FIFO");
    }
    if (output.exitCode() != 0) {
      throw new IOException("the C program ended with " + output);
    }
    return row(file, seconds);
  }

  /// What a program has written of so many seconds, as part of a row.
  static Map<String, Object> row(Path file, int seconds) throws IOException {
    Gaps gaps = Gaps.read(file);
    Files.delete(file);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("seconds", seconds);
    row.put("cycles", gaps.commands());
    row.put("cycles_percent", gaps.commands() / 10.0 / seconds);
    row.put("gap", gaps.described());
    return row;
  }
}
