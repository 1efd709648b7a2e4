package dev.terrarium.bench;

import java.io.IOException;

/// Does a Python thread go on at its speed while Java works?
final class IsTheGilFree {
  private static final int COUNT = 200_000;
  private static final String TITLE =
      "a Python thread counts to 200,000 while a Java node computes, beside: ";

  private IsTheGilFree() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    try (PythonSide side = python.start()) {
      row(scores, side, "gil-counting", "nobody computes");
      row(scores, side, "gil-counting-process", "another process does");
    }
  }

  private static void row(Scores scores, PythonSide side, String id, String beside) {
    scores.add(Contest.ofRuns(id, TITLE + beside, COUNT, side.ours(id)).beside(side.beside(id)));
  }
}
