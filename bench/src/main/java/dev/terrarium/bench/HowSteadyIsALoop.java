package dev.terrarium.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How steady are the commands of a loop, whatever Python does in the same process?
///
/// Each row is a JVM of its own with a simulated arm under the operational-space law, and a policy
/// of embedded Python; this process reads the loop's ring. Where the loop has real-time scheduling,
/// a [Witness] runs beside it.
final class HowSteadyIsALoop {
  private static final List<Disturbance> WORST = List.of(Disturbance.HOG, Disturbance.ALL);

  private final LoopBench bench;
  private final LoopRows rows;

  HowSteadyIsALoop(LoopBench bench, LoopRows rows) {
    this.bench = bench;
    this.rows = rows;
  }

  /// With real-time scheduling, and a processor that is kept for the loop; then sharing one.
  void privileged() {
    for (Disturbance disturbance : Disturbance.values()) {
      promise(disturbance, Privilege.SHIELDED);
    }
    for (Disturbance disturbance : Disturbance.values()) {
      if (isTelling(disturbance)) {
        promise(disturbance, Privilege.FULL);
      }
    }
  }

  private void promise(Disturbance disturbance, Privilege privilege) {
    add(disturbance, privilege, bench.seconds());
    rows.promiseLast();
  }

  private static boolean isTelling(Disturbance disturbance) {
    return disturbance == Disturbance.IDLE || WORST.contains(disturbance);
  }

  /// Without it, as other threads' priorities have it.
  void unprivileged() {
    for (Disturbance disturbance : Disturbance.values()) {
      if (isTelling(disturbance)) {
        add(disturbance, Privilege.NONE, bench.briefly());
      }
      if (disturbance != Disturbance.IDLE) {
        add(disturbance, Privilege.NONE_NICE, bench.briefly());
      }
    }
  }

  /// Everything at once, by each set of flags.
  void byFlags() {
    for (LoopFlags flags : LoopFlags.values()) {
      rows.add(
          "flags-" + flags.id(),
          "Terrarium, " + Privilege.FULL.words(),
          flags.words(),
          () -> measure(Disturbance.ALL, Privilege.FULL, flags, bench.seconds()));
    }
    rows.add(
        "flags-jvm-first",
        "Terrarium, " + Privilege.FULL.words(),
        LoopFlags.CHOSEN.words() + ", and SCHED_FIFO 70 for the JVM's own threads",
        () -> {
          try (LoopProcess loop = start(Disturbance.ALL, Privilege.FULL, LoopFlags.CHOSEN)) {
            int threads = JvmThreads.first(loop.pid());
            Map<String, Object> row = watchBesideC(loop, bench.seconds());
            row.put("jvm_threads", threads);
            return row;
          }
        });
  }

  private void add(Disturbance disturbance, Privilege privilege, int seconds) {
    rows.add(
        "loop-" + disturbance.id() + suffix(privilege),
        "Terrarium, " + privilege.words(),
        disturbance.words(),
        () -> measure(disturbance, privilege, LoopFlags.CHOSEN, seconds));
  }

  private static String suffix(Privilege privilege) {
    return switch (privilege) {
      case SHIELDED -> "-shielded";
      case FULL -> "";
      case NONE -> "-without";
      case NONE_NICE -> "-without-nice";
    };
  }

  private Map<String, Object> measure(
      Disturbance disturbance, Privilege privilege, LoopFlags flags, int seconds) throws Exception {
    try (LoopProcess loop = start(disturbance, privilege, flags)) {
      return privilege.isFull() ? watchBesideC(loop, seconds) : watch(loop, seconds);
    }
  }

  private LoopProcess start(Disturbance disturbance, Privilege privilege, LoopFlags flags)
      throws IOException, InterruptedException {
    var setup =
        new DisturbedLoop.Setup(
            Choice.of(bench.installation()),
            bench.folder(),
            bench.shared(),
            disturbance,
            privilege);
    return LoopProcess.start(privilege.prefix(), flags, DisturbedLoop.class, setup.words());
  }

  private Map<String, Object> watchBesideC(LoopProcess loop, int seconds)
      throws IOException, InterruptedException {
    long deadline = RingWatch.deadline(DisturbedLoop.Setup.ring(bench.shared()));
    Optional<Witness> started = Witness.start(bench, deadline, seconds);
    if (started.isEmpty()) {
      return watch(loop, seconds);
    }
    try (Witness witness = started.get()) {
      Map<String, Object> row = watch(loop, seconds);
      witness.described().ifPresent(seen -> row.put("witness", seen));
      return row;
    }
  }

  private Map<String, Object> watch(LoopProcess loop, int seconds)
      throws IOException, InterruptedException {
    var watch = new RingWatch(DisturbedLoop.Setup.ring(bench.shared()));
    watch.read(seconds);
    Map<String, Object> row = new LinkedHashMap<>(watch.described());
    row.put("process", loop.end());
    return row;
  }
}
