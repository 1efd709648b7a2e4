package dev.terrarium.bench;

import java.nio.file.Path;
import java.util.List;

/// A question about robots; each is measured in a JVM of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum RobotSuite implements Suite {
  GATE((scores, _, _) -> HowFastIsTheGate.measure(scores)),
  PUBLISH((scores, _, _) -> HowFastIsAPublish.measure(scores)),
  BROKER(HowSoonIsATripTold::measure);

  private final Question question;

  RobotSuite(Question question) {
    this.question = question;
  }

  private interface Question {
    /// @param folder for what is written
    /// @param python the interpreter
    void measure(Scores scores, Path folder, String python) throws Exception;
  }

  /// The suites of these names, or all.
  static List<RobotSuite> named(List<String> names) {
    return Suite.named(values(), names);
  }

  void measure(Scores scores, Path folder, String python) throws Exception {
    question.measure(scores, folder, python);
  }
}
