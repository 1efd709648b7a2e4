package dev.terrarium.bench;

import java.io.IOException;

/// What does it cost a value of Python to pass a Java node and come back?
final class HowFastIsTheSeamFromPython {
  private static final int MANY = 10_000;
  private static final int FEWER = 1_000;

  private HowFastIsTheSeamFromPython() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    try (PythonSide side = python.start()) {
      each(scores, side, "int", "an int", MANY, new Promise.AtMost(1_000));
      each(scores, side, "float", "a float", MANY, new Promise.AtMost(1_000));
      each(scores, side, "str", "a str of 20", MANY, new Promise.AtMost(1_000));
      each(scores, side, "list", "a list of 10 ints", FEWER, new Promise.AtMost(5_000));
      each(scores, side, "dict", "a dict of 10 str → float", FEWER, new Promise.AtMost(5_000));
      same(scores, side, "int", "an int", MANY);
      same(scores, side, "dict", "a dict of 10 str → float", MANY);
      alone(scores, side, "int", "an int in a run of its own, by run_sync");
      alone(scores, side, "list", "a list of 10 ints in a run of its own, by run_sync");
      alone(scores, side, "dict", "a dict of 10 str → float in a run of its own, by run_sync");
      alone(scores, side, "awaited", "an int in a run of its own, awaited");
    }
  }

  private static void each(
      Scores scores, PythonSide side, String kind, String title, int items, Promise promise) {
    String id = "seam-" + kind;
    scores.add(
        Contest.ofItems(
                id,
                "%s through a Java node that reads it, each of %,d".formatted(title, items),
                items,
                side.ours(id))
            .promising(promise));
  }

  private static void same(Scores scores, PythonSide side, String kind, String title, int items) {
    String id = "seam-same-" + kind;
    scores.add(
        Contest.ofItems(
            id,
            "%s through a Java node that passes it on, each of %,d".formatted(title, items),
            items,
            side.ours(id)));
  }

  private static void alone(Scores scores, PythonSide side, String kind, String title) {
    String id = "seam-alone-" + kind;
    scores.add(Contest.ofRuns(id, title, 1, side.ours(id)).promising(new Promise.AtMost(10_000)));
  }
}
