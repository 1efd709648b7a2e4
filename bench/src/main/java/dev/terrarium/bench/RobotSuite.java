package dev.terrarium.bench;

import java.util.List;

/// A question about robots; each is measured in a JVM of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum RobotSuite implements Suite {
  GATE(HowFastIsTheGate::measure),
  PUBLISH(HowFastIsAPublish::measure);

  private final Question question;

  RobotSuite(Question question) {
    this.question = question;
  }

  private interface Question {
    void measure(Scores scores) throws Exception;
  }

  /// The suites of these names, or all.
  static List<RobotSuite> named(List<String> names) {
    return Suite.named(values(), names);
  }

  void measure(Scores scores) throws Exception {
    question.measure(scores);
  }
}
