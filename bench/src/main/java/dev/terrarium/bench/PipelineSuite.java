package dev.terrarium.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/// A question about pipelines; each is measured in a JVM of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum PipelineSuite {
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
    List<String> known = Arrays.stream(values()).map(PipelineSuite::id).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no suite named '%s'; there are %s."
                .formatted(name, String.join(", ", known)));
      }
    }
    return Arrays.stream(values())
        .filter(suite -> names.isEmpty() || names.contains(suite.id()))
        .toList();
  }

  /// The name on the command line; those of its rows begin with it.
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void measure(Workbench bench, Scores scores) {
    measurement.accept(bench, scores);
  }
}
