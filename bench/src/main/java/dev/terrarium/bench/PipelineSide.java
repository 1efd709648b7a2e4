package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A JVM of its own that measures one suite of pipelines.
final class PipelineSide {
  private PipelineSide() {}

  /// Measures, and writes the rows as a results file.
  ///
  /// @param arguments the interpreter, the suite, `quick` or `thorough`, a folder for the rows and
  ///   the Python nodes
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[3]);
    Scores scores = new Scores(arguments[2].equals("quick"));
    PipelineSuite.valueOf(arguments[1]).measure(Workbench.open(arguments[0], folder), scores);
    Json.write(folder.resolve(rows()), Map.of("rows", scores.rows()));
    System.exit(0);
  }

  /// The file of the rows in its folder.
  static String rows() {
    return "rows.json";
  }
}
