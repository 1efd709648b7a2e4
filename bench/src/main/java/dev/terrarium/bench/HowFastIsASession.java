package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.PipelineSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long does one item take through a pipeline that is kept open, hand-over to its thread and
/// back included?
final class HowFastIsASession {
  private static final int ITEMS = 100;

  private HowFastIsASession() {}

  static void measure(Workbench bench, Scores scores) {
    List<Long> items = HowFastAreJavaNodes.items(ITEMS);
    List<Long> expected = HowFastAreJavaNodes.loop(items, x -> x + 3);
    List<String> types = List.of("Next", "Next", "Next");
    try (PipelineSession java = bench.chain(HowFastAreJavaNodes.added(3)).open();
        PipelineSession python = bench.chain(Workbench.python(types)).open()) {
      scores.add(
          Contest.ofItems(
              "reuse-java",
              "an item sent to an open session, 3 Java nodes",
              ITEMS,
              Contender.of(() -> sent(java, items), expected)));
      scores.add(
          Contest.ofItems(
                  "reuse-python",
                  "an item sent to an open session, 3 Python nodes",
                  ITEMS,
                  Contender.of(() -> sent(python, items), expected))
              .beside(bench.loop("kept", types, items, expected)));
    }
    Pipeline pipeline = bench.chain(Workbench.python(types));
    scores.add(
        Contest.ofItems(
                "reuse-run",
                "an item in a run of its own, 3 Python nodes",
                ITEMS,
                Contender.of(() -> run(pipeline, items), expected))
            .beside(bench.loop("alone", types, items, expected)));
  }

  private static List<@Nullable Object> sent(PipelineSession session, List<Long> items)
      throws InterruptedException {
    List<@Nullable Object> outputs = new ArrayList<>();
    for (Long item : items) {
      outputs.addAll(session.send(item));
    }
    return outputs;
  }

  private static List<@Nullable Object> run(Pipeline pipeline, List<Long> items) {
    List<@Nullable Object> outputs = new ArrayList<>();
    for (Long item : items) {
      outputs.addAll(Workbench.run(pipeline, new Feed.Batch(List.of(item))));
    }
    return outputs;
  }
}
