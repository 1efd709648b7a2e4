package dev.terrarium.bench;

import java.io.IOException;

/// How long do 8 MB of NumPy take from a Python program into a worker process and back, beside
/// touching as much memory that both share: one pass that writes it, a word with the other process,
/// one pass that reads it?
final class HowFastIsASharedArrayFromPython {
  private static final String PROGRAM = "apart.py";
  private static final String BESIDE = ", beside: written and read in shared memory";

  private HowFastIsASharedArrayFromPython() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    if (!python.hasNumpy()) {
      scores.without(
          "apart-same", "8 MB of NumPy into a worker and back", "This Python has no NumPy.");
      return;
    }
    try (PythonSide side = python.start(PROGRAM)) {
      scores.add(
          row(side, "apart-same", "8 MB of NumPy into a worker and back by a session")
              .promising(new Promise.Times(1.3, "shared")));
      scores.add(row(side, "apart-plus", "the same, a + 1"));
      scores.add(row(side, "apart-run", "8 MB of NumPy into a worker and back, each by a run"));
    }
  }

  private static Contest row(PythonSide side, String id, String title) {
    return Contest.ofRuns(id, title + BESIDE, 1, Contender.waiting(side.ours(id)))
        .beside(Contender.waiting(side.beside(id)));
  }
}
