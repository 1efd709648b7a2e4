package dev.terrarium.bench;

import dev.terrarium.worker.WorkerCrashedException;
import java.util.List;

/// How soon does the caller know that a worker process has ended in the middle of an item?
///
/// The node spins until a moment that the item names, by the clock that both processes have, and
/// ends then.
final class HowSoonIsACrashTold {
  private static final long HEAD_START_NANOS = 5_000_000;
  private static final double PROMISED_NANOS = 200e6;

  private HowSoonIsACrashTold() {}

  static void measure(Workshop workshop, Scores scores) {
    row(workshop, scores, "exit", "os._exit");
    row(workshop, scores, "kill", "SIGKILL");
    row(workshop, scores, "abort", "os.abort, faulthandler's last words included");
  }

  private static void row(Workshop workshop, Scores scores, String how, String words) {
    scores.add(
        Contest.ofRuns(
                "crash-" + how,
                "from the end of a worker to its error, by " + words,
                1,
                Contender.waiting(times -> {
                  long[] nanos = new long[times];
                  for (int i = 0; i < times; i++) {
                    nanos[i] = crash(workshop, how);
                  }
                  return nanos;
                }))
            .promising(new Promise.NearlyAllUnder(PROMISED_NANOS)));
  }

  private static long crash(Workshop workshop, String how) throws Exception {
    try (Workshop.Open node = workshop.node("end")) {
      long moment = System.nanoTime() + HEAD_START_NANOS;
      try {
        node.give(List.of(how, moment));
      } catch (WorkerCrashedException told) {
        return System.nanoTime() - moment;
      }
      throw new IllegalStateException("the worker did not end");
    }
  }
}
