package dev.terrarium.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How fast are the helpers for asyncio, beside what Python itself has for the same?
final class HowFastAreTheHelpers {
  private static final String PROGRAM = "helpers.py";
  private static final String GPU =
      "a small model on a GPU while another thread computes, beside: on the loop's thread";

  /// Where the threads of a row are, and how its title says so.
  private static final Map<String, String> PLACES =
      new TreeMap<>(
          Map.of("together", "on one processor", "apart", "the thread on another processor"));

  private final PythonSide side;
  private final Scores scores;

  private HowFastAreTheHelpers(PythonSide side, Scores scores) {
    this.side = side;
    this.scores = scores;
  }

  static void measure(PythonPackage python, Scores scores) throws IOException {
    try (PythonSide side = python.start(PROGRAM)) {
      HowFastAreTheHelpers rows = new HowFastAreTheHelpers(side, scores);
      rows.threads();
      rows.processes();
      rows.arrays(python);
      rows.gpu();
    }
  }

  private void threads() {
    for (var place : PLACES.entrySet()) {
      String id = "-" + place.getKey();
      String where = place.getValue();
      Optional<String> missing = side.missing("helpers-inference" + id);
      if (missing.isPresent()) {
        scores.without("helpers-threads" + id, "threads, " + where, "left out: " + missing.get());
        continue;
      }
      row(
          "asyncify" + id,
          "a call by asyncify, " + where + ", beside: run_in_executor",
          new Promise.Nothing());
      row(
          "asyncify-to-thread" + id,
          "a call by asyncify, " + where + ", beside: asyncio.to_thread",
          new Promise.Times(1.1, "to_thread"));
      row(
          "inference" + id,
          "a call by InferenceThread.run, " + where + ", beside: run_in_executor",
          new Promise.Times(1, "run_in_executor"));
    }
  }

  private void processes() {
    for (String kind : new String[] {"int", "dict"}) {
      String id = "mpify-" + kind;
      String title = (kind.equals("int") ? "an int" : "a dict of 10 str → float") + " by mpify";
      row(
          id + "-pool",
          title + ", beside: ProcessPoolExecutor",
          new Promise.Times(1, "ProcessPoolExecutor"));
      row(
          id + "-pipe-awaited",
          title + ", beside: multiprocessing.Pipe with recv in run_in_executor",
          new Promise.Times(1, "Pipe, awaited"));
      row(
          id + "-pipe",
          title + ", beside: multiprocessing.Pipe, for which the loop stands still",
          new Promise.Nothing());
    }
    scores.add(
        contest("mpify-many", "100 calls at once by mpify, beside: ProcessPoolExecutor", 100)
            .promising(new Promise.Times(1, "ProcessPoolExecutor")));
  }

  private void arrays(PythonPackage python) {
    if (!python.hasNumpy()) {
      scores.without("helpers-array", "8 MB of NumPy by mpify", "This Python has no NumPy.");
      return;
    }
    String beside =
        ", beside: multiprocessing.shared_memory and a word by Pipe, for which the loop stands still";
    row("array-same", "8 MB of NumPy by mpify and back" + beside, new Promise.Nothing());
    row("array-plus", "the same, a + 1" + beside, new Promise.Nothing());
  }

  private void gpu() {
    Optional<String> missing = side.missing("helpers-gpu-asyncify");
    if (missing.isPresent()) {
      scores.without("helpers-gpu", GPU, "left out: " + missing.get());
      return;
    }
    row("gpu-asyncify", "asyncify: " + GPU, new Promise.Nothing());
    row("gpu-inference", "InferenceThread: " + GPU, new Promise.Nothing());
    row("gpu-mpify", "mpify: " + GPU, new Promise.Nothing());
  }

  private void row(String id, String title, Promise promise) {
    scores.add(contest(id, title, 1).promising(promise));
  }

  private Contest contest(String id, String title, int items) {
    String row = "helpers-" + id;
    return Contest.ofRuns(row, title, items, Contender.waiting(side.ours(row)))
        .beside(Contender.waiting(side.beside(row)));
  }
}
