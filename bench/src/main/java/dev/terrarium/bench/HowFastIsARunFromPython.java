package dev.terrarium.bench;

import java.io.IOException;

/// How fast does Python get a list through a pipeline, beside a plain Python loop that does the
/// same work?
final class HowFastIsARunFromPython {
  private HowFastIsARunFromPython() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    try (PythonSide side = python.start()) {
      scores.add(
          row(side, "run-java-3x100", "3 Java nodes × 100 items, awaited", 100)
              .promising(new Promise.AtMost(50_000)));
      scores.add(row(side, "run-java-3x100-sync", "the same by run_sync", 100));
      scores.add(row(side, "run-java-3x1000", "3 Java nodes × 1,000 items, awaited", 1_000));
      scores.add(row(side, "run-python-3x100", "3 Python nodes x + 1 × 100 items, awaited", 100));
      scores.add(row(side, "run-python-3x100-sync", "the same by run_sync", 100));
      scores.add(row(side, "run-python-3x1000", "3 Python nodes x + 1 × 1,000, awaited", 1_000));
      scores.add(row(side, "run-functions-3x100", "3 functions x + 1 × 100 items, awaited", 100));
      scores.add(row(side, "run-own-3x100", "3 Python nodes × 100, Python's own executor", 100));
      scores.add(
          Contest.ofRuns(
              "run-session",
              "an item sent to an open session, 3 Java nodes",
              1,
              side.ours("run-session")));
    }
  }

  private static Contest row(PythonSide side, String id, String title, int items) {
    return Contest.ofRuns(id, title, items, side.ours(id)).beside(side.beside(id));
  }
}
