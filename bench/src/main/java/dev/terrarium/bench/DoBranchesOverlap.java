package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Pipeline;
import java.util.List;

/// Do two branches that each sleep 100 ms sleep at the same time?
final class DoBranchesOverlap {
  private DoBranchesOverlap() {}

  static void measure(Workbench bench, Scores scores) {
    scores.add(row(bench, "branches-java", "Java", "Sleep100"));
    scores.add(row(bench, "branches-python", "Python", Workbench.python("Sleep")));
  }

  private static Contest row(Workbench bench, String id, String language, String type) {
    String manifest =
        Workbench.manifest(
            List.of(
                "{\"id\": \"in\", \"node_type\": \"PassThrough\"}",
                "{\"id\": \"left\", \"node_type\": \"" + type + "\"}",
                "{\"id\": \"right\", \"node_type\": \"" + type + "\"}",
                "{\"id\": \"out\", \"node_type\": \"PassThrough\"}"),
            List.of(
                "{\"from\": \"in\", \"to\": \"left\"}",
                "{\"from\": \"in\", \"to\": \"right\"}",
                "{\"from\": \"left\", \"to\": \"out\"}",
                "{\"from\": \"right\", \"to\": \"out\"}"));
    Pipeline pipeline = Pipeline.read(manifest, bench.reader());
    return Contest.ofRuns(
            id,
            "two branches, each sleeps 100 ms in " + language,
            1,
            Workbench.batch(pipeline, List.of(42L), List.of(42L, 42L)))
        .promising(new Promise.NearlyAllUnder(170e6));
  }
}
