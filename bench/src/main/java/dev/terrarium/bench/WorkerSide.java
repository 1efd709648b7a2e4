package dev.terrarium.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A JVM of its own that measures one suite of workers.
final class WorkerSide {
  private WorkerSide() {}

  /// Measures, and writes the rows as a results file.
  ///
  /// @param arguments as those of [PipelineSide]
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.SEVERE); // That workers end is what is measured.
    Path folder = Path.of(arguments[3]);
    Scores scores = new Scores(arguments[2].equals("quick"));
    try (Workshop workshop = Workshop.open(arguments[0], folder)) {
      WorkerSuite.valueOf(arguments[1]).measure(workshop, scores);
    }
    Json.write(folder.resolve(PipelineSide.rows()), Map.of("rows", scores.rows()));
    System.exit(0);
  }
}
