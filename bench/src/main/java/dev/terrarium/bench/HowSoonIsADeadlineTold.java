package dev.terrarium.bench;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.ForeignException;
import java.time.Duration;
import java.util.Optional;

/// How long after its time limit does the caller have a worker's item back, of a node that can be
/// interrupted, and of one that has to be killed?
final class HowSoonIsADeadlineTold {
  private static final Duration LIMIT = Duration.ofMillis(50);
  private static final double PROMISED_NANOS = 100e6;

  private HowSoonIsADeadlineTold() {}

  static void measure(Workshop workshop, Scores scores) {
    row(workshop, scores, "sleep", "a node that sleeps is interrupted");
    row(workshop, scores, "defy", "a node that swallows its interrupt is killed");
  }

  private static void row(Workshop workshop, Scores scores, String function, String words) {
    scores.add(
        Contest.ofRuns(
                "deadline-" + function,
                "from a time limit to its error: " + words,
                1,
                Contender.waiting(times -> {
                  long[] nanos = new long[times];
                  for (int i = 0; i < times; i++) {
                    nanos[i] = late(workshop, function);
                  }
                  return nanos;
                }))
            .promising(new Promise.NearlyAllUnder(PROMISED_NANOS)));
  }

  private static long late(Workshop workshop, String function) throws Exception {
    Conduct conduct =
        new Conduct(
            false,
            Conduct.Isolation.PROCESS,
            new ErrorPolicy.Fail(),
            Optional.empty(),
            Optional.of(LIMIT),
            Optional.empty(),
            Optional.empty());
    try (Workshop.Open node = workshop.node(function, conduct)) {
      long start = System.nanoTime();
      try {
        node.give(1L);
      } catch (ForeignException told) {
        return System.nanoTime() - start - LIMIT.toNanos();
      }
      throw new IllegalStateException("the item had no end");
    }
  }
}
