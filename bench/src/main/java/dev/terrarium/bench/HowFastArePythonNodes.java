package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// How fast does a list pass three Python nodes, beside a Python loop over the same?
///
/// Once the nodes do next to nothing; once they are two that pass on and a calculator of dicts
/// between them.
final class HowFastArePythonNodes {
  private static final List<String> NEXT = List.of("Next", "Next", "Next");
  private static final List<String> CALCULATOR =
      List.of("PassThrough", "Calculator", "PassThrough");
  private static final int PROMISED = 100;

  private HowFastArePythonNodes() {}

  static void measure(Workbench bench, Scores scores) {
    Pipeline next = bench.chain(Workbench.python(NEXT));
    Pipeline calculator = bench.chain(Workbench.python(CALCULATOR));
    for (int count : new int[] {10, PROMISED, 1_000}) {
      List<Long> items = HowFastAreJavaNodes.items(count);
      List<Long> expected = HowFastAreJavaNodes.loop(items, x -> x + 3);
      scores.add(
          row("node-3x" + count, "3 Python nodes x + 1 × %,d items", count)
              .of(
                  Workbench.batch(next, items, expected),
                  bench.loop("loop", NEXT, items, expected)));
    }
    for (int count : new int[] {10, PROMISED, 1_000}) {
      List<Sum> sums = sums(count);
      List<Map<String, Object>> items = sums.stream().map(Sum::item).toList();
      List<Map<String, Object>> expected = sums.stream().map(Sum::done).toList();
      scores.add(
          row("node-dict-3x" + count, "3 Python nodes, dicts through a calculator × %,d", count)
              .of(
                  Workbench.batch(calculator, items, expected),
                  bench.loop("loop", CALCULATOR, items, expected)));
    }
  }

  private static Sides row(String id, String title, int count) {
    return (ours, plain) -> {
      Contest contest = Contest.ofRuns(id, title.formatted(count), count, ours).beside(plain);
      return count == PROMISED ? contest.promising(new Promise.TimesPlain(2)) : contest;
    };
  }

  private interface Sides {
    Contest of(Contender ours, Contender plain);
  }

  private static List<Sum> sums(int count) {
    return LongStream.range(0, count).mapToObj(i -> new Sum(i % 2 == 0, 1_000 + i, 7)).toList();
  }

  /// What the calculator works out.
  private record Sum(boolean adds, long first, long second) {
    Map<String, Object> item() {
      return Map.of("operation", operation(), "args", List.of(first, second));
    }

    Map<String, Object> done() {
      return Map.of(
          "operation",
          operation(),
          "args",
          List.of(first, second),
          "result",
          adds ? first + second : first * second,
          "processed_by",
          "Calculator");
    }

    private String operation() {
      return adds ? "add" : "multiply";
    }
  }
}
