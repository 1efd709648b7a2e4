package dev.terrarium.bench;

import java.util.List;

/// How fast is a stream, of which each item has left before the next is read?
final class HowFastIsAStream {
  private static final int ITEMS = 100;

  private HowFastIsAStream() {}

  static void measure(Workbench bench, Scores scores) {
    List<Long> items = HowFastAreJavaNodes.items(ITEMS);
    List<Long> three = HowFastAreJavaNodes.loop(items, x -> x + 3);
    List<Long> twice = items.stream().flatMap(item -> List.of(item, item).stream()).toList();
    row(bench, scores, "loop", List.of("Next", "Next", "Next"))
        .score("streaming-3x100", "a stream of 100 items, 3 Python nodes", items, three);
    row(bench, scores, "flattened", List.of("Twice"))
        .score("streaming-generator", "the same, a generator of two each", items, twice);
    row(bench, scores, "awaited", List.of("TwiceAsync"))
        .score("streaming-async", "the same, an async generator of two each", items, twice);
    row(bench, scores, "whole", List.of("Changes"))
        .score("streaming-whole", "the same, a node that sees the whole stream", items, items);
    row(bench, scores, "whole_awaited", List.of("ChangesAsync"))
        .score("streaming-whole-async", "the same, an async one", items, items);
  }

  private interface Row {
    void score(String id, String title, List<?> items, List<?> expected);
  }

  private static Row row(Workbench bench, Scores scores, String work, List<String> types) {
    return (id, title, items, expected) ->
        scores.add(
            Contest.ofRuns(
                    id,
                    title,
                    ITEMS,
                    Workbench.stream(bench.chain(Workbench.python(types)), items, expected))
                .beside(bench.loop(work, types, items, expected)));
  }
}
