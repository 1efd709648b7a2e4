package dev.terrarium.bench;

import java.util.Collections;
import java.util.List;

/// How fast do items pass many nodes, in order?
final class HowFastIsAChain {
  private static final int ITEMS = 100;

  private HowFastIsAChain() {}

  static void measure(Workbench bench, Scores scores) {
    List<Long> items = HowFastAreJavaNodes.items(ITEMS);
    for (int nodes : new int[] {10, 100}) {
      List<String> types = Collections.nCopies(nodes, "Next");
      List<Long> expected = HowFastAreJavaNodes.loop(items, x -> x + nodes);
      scores.add(
          Contest.ofRuns(
                  "chain-" + nodes,
                  "%d Python nodes × 100 items".formatted(nodes),
                  ITEMS,
                  Workbench.batch(bench.chain(Workbench.python(types)), items, expected))
              .beside(bench.loop("loop", types, items, expected)));
    }
    List<Long> expected = HowFastAreJavaNodes.loop(items, x -> x + 100);
    scores.add(
        Contest.ofRuns(
                "chain-java-100",
                "100 Java nodes × 100 items",
                ITEMS,
                Workbench.batch(bench.chain(HowFastAreJavaNodes.added(100)), items, expected))
            .beside(Contender.of(() -> HowFastAreJavaNodes.loop(items, x -> x + 100), expected)));
  }
}
