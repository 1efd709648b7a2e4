package dev.terrarium.bench;

import java.util.List;
import java.util.function.BiConsumer;

/// A question about pipelines; each is measured in a JVM of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum PipelineSuite implements Suite {
  JAVA(HowFastAreJavaNodes::measure),
  NODE(HowFastArePythonNodes::measure),
  STATEFUL(HowFastAreStatefulNodes::measure),
  COMPLEX(HowFastIsRealWork::measure),
  CHAIN(HowFastIsAChain::measure),
  STREAMING(HowFastIsAStream::measure),
  INIT(HowFastIsAnOpening::measure),
  REUSE(HowFastIsASession::measure),
  MARSHAL(HowFastIsTheSeam::measure),
  METRICS(WhatDoMetricsCost::measure),
  BRANCHES(DoBranchesOverlap::measure),
  SMALL_RUNS(DoSmallRunsGetAlong::measure),
  QUEUE(IsAQueueBounded::measure);

  private final BiConsumer<Workbench, Scores> measurement;

  PipelineSuite(BiConsumer<Workbench, Scores> measurement) {
    this.measurement = measurement;
  }

  /// The suites of these names, or all.
  static List<PipelineSuite> named(List<String> names) {
    return Suite.named(values(), names);
  }

  void measure(Workbench bench, Scores scores) {
    measurement.accept(bench, scores);
  }
}
