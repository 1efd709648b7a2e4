package dev.terrarium.cli.demo;

import dev.terrarium.cli.demo.Question.Outcome;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.control.PolicyOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The questions to a policy among what a robot's Python did.
///
/// @param call the policy's function, such as `rose.act`
/// @param origin when the run began, in nanoseconds of the moments
/// @param options how the policy was asked
/// @param names shortens what Python's stacks say, such as the names of files
public record Questions(
    String call, long origin, PolicyOptions options, UnaryOperator<String> names) {
  private static final double SECOND = 1e9;

  /// Returns those that have ended, in their order.
  public List<Question> among(List<Moment> moments) {
    return moments.stream()
        .filter(Moment.Operation.class::isInstance)
        .map(Moment.Operation.class::cast)
        .filter(it -> it.name().equals(call) && it.asked() >= origin && !isOpen(it))
        .map(this::question)
        .sorted(Comparator.comparingLong(Question::asked))
        .toList();
  }

  /// Returns for how long the one that has no answer yet has been open; nothing where none is.
  public Optional<Long> open(List<Moment> moments) {
    return moments.stream()
        .filter(Moment.Operation.class::isInstance)
        .map(Moment.Operation.class::cast)
        .filter(it -> it.name().equals(call) && it.asked() >= origin && isOpen(it))
        .map(it -> it.ended() - it.asked())
        .findFirst();
  }

  private static boolean isOpen(Moment.Operation operation) {
    return operation.ending().outcome().equals("running");
  }

  private Question question(Moment.Operation operation) {
    return new Question(
        operation.asked() - origin,
        operation.ended() - origin,
        outcome(operation),
        names.apply(operation.ending().stack()));
  }

  private Outcome outcome(Moment.Operation operation) {
    long took = operation.ended() - operation.asked();
    if (operation.ending().isInterrupted()) {
      return Outcome.INTERRUPTED;
    }
    if (!operation.ending().outcome().equals("ok")) {
      return Outcome.FAILED;
    }
    if (took > options.hold().toNanos()) {
      return Outcome.DROPPED;
    }
    return took > SECOND / options.rate() ? Outcome.LATE : Outcome.TAKEN;
  }
}
