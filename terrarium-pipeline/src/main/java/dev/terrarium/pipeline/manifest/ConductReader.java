package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Circuit;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.Retry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads how a node is to be run.
final class ConductReader {
  static final int USUAL_BACKOFF_MS = 100;
  static final double USUAL_FACTOR = 2;
  static final int USUAL_RESET_MS = 30_000;
  static final int LARGEST_QUEUE = 1_000_000;

  private static final List<String> POLICIES =
      Arrays.stream(QueueBound.Policy.values()).map(ConductReader::word).toList();

  /// A part of a dotted name: what is not ASCII may be a letter, in words that all regular
  /// expressions know, since the published schema says the same.
  private static final String NAME =
      "[^\\u0000-#%-@\\[-\\^`{-\\u00a9][^\\u0000-#%-/:-@\\[-\\^`{-\\u00a9]*";

  private static final Predicate<String> TYPE_NAME =
      Pattern.compile(NAME + "(\\." + NAME + ")*").asMatchPredicate();

  private ConductReader() {}

  /// Reads all of it but `is_streaming`, which the node's type has a say in.
  static Conduct read(Fields node) {
    return new Conduct(
        false,
        IsolationReader.read(node),
        IsolationReader.workers(node),
        IsolationReader.process(node),
        ErrorPolicyReader.read(node),
        node.object("retry").flatMap(ConductReader::retry),
        millis(node, "timeout_ms", 1),
        node.object("circuit").flatMap(ConductReader::circuit),
        node.object("queue").map(ConductReader::queue));
  }

  private static Optional<Retry> retry(Fields fields) {
    var attempts =
        fields.require("attempts", "a whole number, at least 2").wholeAtLeast("attempts", 2);
    var backoff = millis(fields, "backoff_ms", 0).orElse(Duration.ofMillis(USUAL_BACKOFF_MS));
    double factor = fields.atLeast("factor", 1).orElse(USUAL_FACTOR);
    double jitter = fields.between("jitter", 0, 1).orElse(0);
    var on =
        fields
            .texts("on", TYPE_NAME, "a type of exceptions, such as TimeoutError")
            .orElse(List.of());
    warnOfNames(fields);
    fields.refuseOthers();
    return attempts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Retry(attempts.getAsInt(), backoff, factor, jitter, on));
  }

  private static void warnOfNames(Fields fields) {
    var names = fields.any("on").orElse(List.of()) instanceof List<?> list ? list : List.of();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i) instanceof String name) {
        var place = fields.pathOf("on") + "[" + i + "]";
        ExceptionNames.doubt(name).ifPresent(doubt -> fields.warningAt(place, doubt));
      }
    }
  }

  private static Optional<Circuit> circuit(Fields fields) {
    var failures =
        fields.require("failures", "a whole number, at least 1").wholeAtLeast("failures", 1);
    var reset = millis(fields, "reset_ms", 0).orElse(Duration.ofMillis(USUAL_RESET_MS));
    fields.refuseOthers();
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Circuit(failures.getAsInt(), reset));
  }

  private static QueueBound queue(Fields fields) {
    int capacity =
        fields.wholeBetween("capacity", 1, LARGEST_QUEUE).orElse(QueueBound.USUAL_CAPACITY);
    var policy =
        fields
            .word("policy", POLICIES)
            .map(word -> QueueBound.Policy.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(QueueBound.Policy.BLOCK);
    fields.refuseOthers();
    return new QueueBound(capacity, policy);
  }

  private static Optional<Duration> millis(Fields fields, String name, int minimum) {
    var millis = fields.wholeAtLeast(name, minimum);
    return millis.isPresent()
        ? Optional.of(Duration.ofMillis(millis.getAsInt()))
        : Optional.empty();
  }

  private static String word(QueueBound.Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }
}
