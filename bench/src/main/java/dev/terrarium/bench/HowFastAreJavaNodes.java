package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Pipeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/// How fast does a list pass Java nodes, beside a Java loop that has no pipeline around it?
final class HowFastAreJavaNodes {
  private static final List<String> THREE =
      List.of("MultiplyNode {\"factor\": 3}", "AddNode {\"addend\": 1}", "PassThrough");

  private HowFastAreJavaNodes() {}

  static void measure(Workbench bench, Scores scores) {
    Pipeline three = bench.chain(THREE);
    scores.add(
        row("java-3x100", 3, 100, three, x -> x * 3 + 1).promising(new Promise.AtMost(15_000)));
    scores.add(
        row("java-3x1000", 3, 1_000, three, x -> x * 3 + 1).promising(new Promise.AtMost(100_000)));
    scores.add(row("java-10x100", 10, 100, bench.chain(added(10)), x -> x + 10));
  }

  /// A chain of Java nodes, each of which adds one.
  static List<String> added(int nodes) {
    return Collections.nCopies(nodes, "AddNode {\"addend\": 1}");
  }

  private static Contest row(
      String id, int nodes, int count, Pipeline pipeline, LongUnaryOperator work) {
    List<Long> items = items(count);
    List<Long> expected = loop(items, work);
    String title = "%d Java nodes × %,d items".formatted(nodes, count);
    return Contest.ofRuns(id, title, count, Workbench.batch(pipeline, items, expected))
        .beside(Contender.of(() -> loop(items, work), expected));
  }

  /// So many different numbers, none of them one that is kept ready made.
  static List<Long> items(int count) {
    return LongStream.range(1_000, 1_000 + count).boxed().toList();
  }

  /// What a Java program would do without a pipeline.
  static List<Long> loop(List<Long> items, LongUnaryOperator work) {
    List<Long> outputs = new ArrayList<>();
    for (long item : items) {
      outputs.add(work.applyAsLong(item));
    }
    return outputs;
  }
}
