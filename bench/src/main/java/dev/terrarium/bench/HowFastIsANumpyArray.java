package dev.terrarium.bench;

import java.io.IOException;

/// How fast do 8 MB of NumPy pass a pipeline, as the same memory, beside a copy of them?
final class HowFastIsANumpyArray {
  private HowFastIsANumpyArray() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    if (!python.hasNumpy()) {
      scores.without(
          "array-java", "8 MB of NumPy through a Java node", "This Python has no NumPy.");
      return;
    }
    try (PythonSide side = python.start()) {
      row(scores, side, "array-java", "8 MB of NumPy through a Java node");
      row(scores, side, "array-mixed", "the same through a Python, a Java and a Python node");
      scores.add(
          Contest.ofRuns(
                  "array-sound",
                  "8 MB of sound to a Java node that takes its length, by run_sync, beside: a copy",
                  1,
                  side.ours("array-sound"))
              .beside(side.beside("array-sound")));
    }
  }

  private static void row(Scores scores, PythonSide side, String id, String title) {
    scores.add(
        Contest.ofRuns(id, title + ", same address, by run_sync, beside: a copy", 1, side.ours(id))
            .beside(side.beside(id)));
  }
}
