package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;

/// How fast are Python nodes that keep something from item to item?
final class HowFastAreStatefulNodes {
  private static final int ITEMS = 100;

  private HowFastAreStatefulNodes() {}

  static void measure(Workbench bench, Scores scores) {
    List<Long> items = HowFastAreJavaNodes.items(ITEMS);
    scores.add(row(bench, "stateful-total", "a running total × 100 items", "Total", totals(items)));
    scores.add(
        row(
            bench,
            "stateful-window",
            "a mean of the last ten × 100 items",
            "Window",
            means(items)));
  }

  private static Contest row(
      Workbench bench, String id, String title, String type, List<?> expected) {
    List<Long> items = HowFastAreJavaNodes.items(ITEMS);
    return Contest.ofRuns(
            id,
            title,
            ITEMS,
            Workbench.batch(bench.chain(List.of(Workbench.python(type))), items, expected))
        .beside(bench.loop("loop", List.of(type), items, expected));
  }

  private static List<Long> totals(List<Long> items) {
    List<Long> totals = new ArrayList<>();
    long total = 0;
    for (long item : items) {
      total += item;
      totals.add(total);
    }
    return totals;
  }

  private static List<Double> means(List<Long> items) {
    List<Double> means = new ArrayList<>();
    for (int i = 1; i <= items.size(); i++) {
      List<Long> last = items.subList(Math.max(0, i - 10), i);
      means.add((double) last.stream().mapToLong(Long::longValue).sum() / last.size());
    }
    return means;
  }
}
