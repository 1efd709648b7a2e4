package dev.terrarium.bench;

import java.util.List;

/// A question about worker processes; each is measured in a JVM of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum WorkerSuite implements Suite {
  REQUEST(HowFastIsARequest::measure),
  ARRAY(HowFastIsASharedArray::measure),
  TWO(DoTwoWorkersWorkAtOnce::measure),
  CRASH(HowSoonIsACrashTold::measure),
  DEADLINE(HowSoonIsADeadlineTold::measure),
  START(HowFastIsAWorkerStart::measure);

  private final Question question;

  WorkerSuite(Question question) {
    this.question = question;
  }

  private interface Question {
    void measure(Workshop workshop, Scores scores) throws Exception;
  }

  /// The suites of these names, or all.
  static List<WorkerSuite> named(List<String> names) {
    return Suite.named(values(), names);
  }

  void measure(Workshop workshop, Scores scores) throws Exception {
    question.measure(workshop, scores);
  }
}
