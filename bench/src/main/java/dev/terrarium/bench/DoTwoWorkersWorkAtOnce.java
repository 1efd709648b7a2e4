package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Pipeline;
import java.util.Collections;
import java.util.List;

/// Are two workers on two processors about twice as fast as one, with a node that computes for 5 ms
/// an item in pure Python?
final class DoTwoWorkersWorkAtOnce {
  private static final int ITEMS = 40;
  private static final double ITEM_NANOS = 5e6;
  private static final long TRIAL = 50_000;
  private static final int TRIALS = 20;

  private DoTwoWorkersWorkAtOnce() {}

  static void measure(Workshop workshop, Scores scores) throws Exception {
    String title = "40 items of 5 ms of pure Python, two workers, beside: one";
    if (Runtime.getRuntime().availableProcessors() < 2) {
      scores.without("two", title, "This machine has one processor.");
      return;
    }
    long steps = steps(workshop);
    List<Long> items = Collections.nCopies(ITEMS, steps);
    List<Long> expected = Collections.nCopies(ITEMS, steps / 2);
    scores.add(
        Contest.ofRuns("two", title, ITEMS, run(workshop.pipeline("count", 2), items, expected))
            .beside(run(workshop.pipeline("count", 1), items, expected))
            .promising(new Promise.AsFast(1.8, "one")));
  }

  private static Contender run(Pipeline pipeline, List<Long> items, List<Long> expected) {
    return Contender.waiting(Workbench.batch(pipeline, items, expected));
  }

  /// Finds out how many steps take so long.
  private static long steps(Workshop workshop) throws Exception {
    try (Workshop.Open node = workshop.node("count")) {
      long shortest = Long.MAX_VALUE;
      for (int i = 0; i < TRIALS; i++) {
        long start = System.nanoTime();
        node.give(TRIAL);
        shortest = Math.min(shortest, System.nanoTime() - start);
      }
      return (long) (ITEM_NANOS * TRIAL / shortest);
    }
  }
}
