package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Pipeline;
import java.util.List;

/// How long does it take to read a manifest, and to open and close a pipeline of three Python
/// nodes?
final class HowFastIsAnOpening {
  private static final List<String> TYPES = List.of("Ready", "Ready", "Ready");

  private HowFastIsAnOpening() {}

  static void measure(Workbench bench, Scores scores) {
    List<String> nodes = Workbench.python(TYPES);
    String manifest = Workbench.manifest(nodes);
    Pipeline pipeline = bench.chain(nodes);
    scores.add(
        Contest.ofRuns(
            "init-read",
            "Pipeline.read, a manifest of 3 Python nodes",
            1,
            Contender.of(() -> Pipeline.read(manifest, bench.reader()).sinks(), List.of("n2"))));
    scores.add(
        Contest.ofRuns(
                "init-run",
                "a run of no items: 3 Python nodes made, initialized, cleaned up",
                1,
                Workbench.batch(pipeline, List.of(), List.of()))
            .beside(bench.loop("loop", TYPES, List.of(), List.of())));
    scores.add(
        Contest.ofRuns(
            "init-session",
            "a session opened and closed, 3 Python nodes",
            1,
            Contender.of(() -> pipeline.open().finish(), List.of())));
  }
}
