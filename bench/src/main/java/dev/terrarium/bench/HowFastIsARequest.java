package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long does a small value take into a worker process and back, beside a raw socket with
/// pickles on both ends?
///
/// Once alone, as it goes where each item waits for the one before it, and once among others in a
/// run, where each output is also handed over to the thread that takes the outputs.
final class HowFastIsARequest {
  private static final int ITEMS = 1_000;
  private static final String SAME = "same";

  private final Workshop workshop;
  private final Scores scores;

  private HowFastIsARequest(Workshop workshop, Scores scores) {
    this.workshop = workshop;
    this.scores = scores;
  }

  static void measure(Workshop workshop, Scores scores) throws Exception {
    HowFastIsARequest rows = new HowFastIsARequest(workshop, scores);
    rows.alone("int", "an int", 1_000_042L);
    rows.alone("str", "a str of 20", "item number 12345678");
    rows.alone("dict", "a dict of 10 str → float", dict());
    rows.amongOthers("int", "an int", 1_000_042L);
    rows.amongOthers("dict", "a dict of 10 str → float", dict());
  }

  private static Map<String, Double> dict() {
    Map<String, Double> dict = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      dict.put("joint" + i, i / 8.0);
    }
    return dict;
  }

  private void alone(String id, String what, Object item) throws Exception {
    try (Workshop.Open node = workshop.node(SAME);
        RawWorker raw = workshop.raw(SAME)) {
      scores.add(
          Contest.ofRuns(
                  "request-" + id,
                  what + " to a worker and back, beside: a raw socket and pickle",
                  1,
                  Contender.waiting(Contender.of(() -> node.give(item), item)))
              .beside(Contender.waiting(Contender.of(() -> raw.give(item), item)))
              .promising(new Promise.Times(1, "raw")));
    }
  }

  private void amongOthers(String id, String what, Object item) throws Exception {
    List<Object> items = Collections.nCopies(ITEMS, item);
    Pipeline pipeline = workshop.pipeline(SAME, 1);
    try (RawWorker raw = workshop.raw(SAME)) {
      scores.add(
          Contest.ofItems(
                  "request-run-" + id,
                  what + " to a worker and back, each of 1,000 in a run, beside: the same",
                  ITEMS,
                  Contender.waiting(
                      Contender.of(() -> Workbench.run(pipeline, new Feed.Batch(items)), items)))
              .beside(Contender.waiting(Contender.of(() -> raw.giveAll(items), items))));
    }
  }
}
