package dev.terrarium.bench;

import java.io.IOException;

/// How fast is an async iterator through a pipeline, of which each item has left before the next is
/// read, beside a plain `async for`?
final class HowFastIsAStreamFromPython {
  private HowFastIsAStreamFromPython() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    try (PythonSide side = python.start()) {
      row(scores, side, "streaming-java", "an async stream of 100 items, 3 Java nodes");
      row(scores, side, "streaming-python", "an async stream of 100 items, 3 Python nodes");
    }
  }

  private static void row(Scores scores, PythonSide side, String id, String title) {
    scores.add(Contest.ofRuns(id, title, 100, side.ours(id)).beside(side.beside(id)));
  }
}
