package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Timing;
import java.util.List;

/// What do metrics cost? The same run timed as usual, and beside it not timed at all.
final class WhatDoMetricsCost {
  private WhatDoMetricsCost() {}

  static void measure(Workbench bench, Scores scores) {
    Pipeline usual = bench.chain(HowFastAreJavaNodes.added(3));
    Pipeline off = usual.timed(Timing.OFF);
    for (int count : new int[] {100, 1_000, 100_000}) {
      List<Long> items = HowFastAreJavaNodes.items(count);
      List<Long> expected = HowFastAreJavaNodes.loop(items, x -> x + 3);
      scores.add(
          Contest.ofRuns(
                  "metrics-" + count,
                  "3 Java nodes × %,d items with metrics, beside: without".formatted(count),
                  count,
                  Workbench.batch(usual, items, expected))
              .beside(Workbench.batch(off, items, expected))
              .promising(new Promise.Within(0.05)));
    }
  }
}
