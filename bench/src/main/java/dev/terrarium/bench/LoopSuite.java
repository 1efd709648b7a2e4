package dev.terrarium.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// A question about the control loop.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum LoopSuite implements Suite {
  FLOOR((bench, rows) -> new HowSteadyIsC(bench, rows).measure()),
  GRANTED((bench, rows) -> new HowSteadyIsALoop(bench, rows).privileged()),
  WITHOUT((bench, rows) -> new HowSteadyIsALoop(bench, rows).unprivileged()),
  ASYNCIO(HowSteadyIsAsyncio::measure),
  CYCLE((_, rows) -> HowLongIsACycle.measure(rows)),
  BOARD(IsASnapshotWhole::measure),
  FLAGS((bench, rows) -> new HowSteadyIsALoop(bench, rows).byFlags());

  private final Question question;

  LoopSuite(Question question) {
    this.question = question;
  }

  private interface Question {
    void measure(LoopBench bench, LoopRows rows) throws IOException, InterruptedException;
  }

  /// Those of these names; all but the flags if there are none, as these are chosen already.
  static List<LoopSuite> named(List<String> names) {
    return names.isEmpty()
        ? Arrays.stream(values()).filter(suite -> suite != FLAGS).toList()
        : Suite.named(values(), names);
  }

  void measure(LoopBench bench, LoopRows rows) throws IOException, InterruptedException {
    question.measure(bench, rows);
  }
}
