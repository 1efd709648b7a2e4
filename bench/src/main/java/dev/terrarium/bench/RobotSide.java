package dev.terrarium.bench;

import java.nio.file.Path;
import java.util.Map;

/// A JVM of its own that measures one suite of robots.
final class RobotSide {
  private RobotSide() {}

  /// Measures, and writes the rows as a results file.
  ///
  /// @param arguments as those of [PipelineSide]
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[3]);
    Scores scores = new Scores(arguments[2].equals("quick"));
    RobotSuite.valueOf(arguments[1]).measure(scores, folder, arguments[0]);
    Json.write(folder.resolve(PipelineSide.rows()), Map.of("rows", scores.rows()));
    System.exit(0);
  }
}
