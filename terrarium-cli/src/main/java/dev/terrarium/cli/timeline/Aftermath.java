package dev.terrarium.cli.timeline;

import dev.terrarium.cli.report.Amounts;
import dev.terrarium.cli.timeline.Moment.Motion;
import dev.terrarium.cli.timeline.Timeline.Stop;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What was in flight when a robot was stopped, and how long after the stop that had ended.
record Aftermath(Timeline timeline, Stop stop) {
  private static final String RUNNING = "running";

  /// Returns it in a sentence; the arm is the first that is asked for.
  String verdict() {
    var parts = new ArrayList<String>();
    arm().ifPresent(parts::add);
    stop.freed().ifPresent(nanos -> parts.add("caller freed after " + millis(nanos)));
    stop.ended().ifPresent(nanos -> parts.add("Python ended after " + millis(nanos)));
    byThemselves()
        .forEach(operation -> parts.add("in flight was " + operation.name() + ended(operation)));
    var own = String.join(", ", parts);
    var all = new ArrayList<String>();
    if (!own.isEmpty()) {
      all.add(own.substring(0, 1).toUpperCase(Locale.ROOT) + own.substring(1));
    }
    stop.unheeding().ifPresent(all::add);
    return all.isEmpty() ? "Nothing was in flight." : String.join(", ", all) + ".";
  }

  /// Returns how long after the stop the arm was at rest, if it was moved then and has come to
  /// that.
  OptionalLong rest() {
    return moved(Motion.LOOP)
        .filter(loop -> loop.status().equals("disarmed") || loop.status().equals("stopped"))
        .map(loop -> OptionalLong.of(loop.ended() - stop.at()))
        .orElse(OptionalLong.empty());
  }

  /// Returns how long after the stop the last of it was over, and the robot disarmed.
  long whole() {
    var ends =
        Stream.of(
            moved(Motion.LOOP).filter(loop -> !isOpen(loop)).stream().mapToLong(Motion::ended),
            byThemselves()
                .filter(operation -> !isOpen(operation))
                .mapToLong(Moment.Operation::ended),
            safe().stream());
    var told = LongStream.concat(stop.freed().stream(), stop.ended().stream());
    return LongStream.concat(ends.flatMapToLong(all -> all).map(end -> end - stop.at()), told)
        .max()
        .orElse(0);
  }

  private Optional<String> arm() {
    var loop = moved(Motion.LOOP);
    if (rest().isPresent()) {
      return Optional.of("arm at rest after " + millis(rest().getAsLong()));
    }
    if (loop.isPresent()) {
      return Optional.of(
          isOpen(loop.get())
              ? "the arm's loop still ran when the run ended"
              : "the arm's loop ended by a fault");
    }
    return moved(Motion.WARM_UP)
        .map(_ ->
            "the arm was warming up"
                + (safe().isPresent()
                    ? ", disarmed after " + millis(safe().getAsLong() - stop.at())
                    : ""));
  }

  private Optional<Motion> moved(String mover) {
    return timeline
        .all(Motion.class)
        .filter(motion -> motion.mover().equals(mover))
        .filter(motion -> motion.began() <= stop.at() && motion.ended() > stop.at())
        .findFirst();
  }

  private static boolean isOpen(Motion motion) {
    return motion.status().equals(RUNNING);
  }

  /// Returns when the robot was disarmed, or in error, after the stop, if it was.
  private OptionalLong safe() {
    return timeline
        .all(Moment.State.class)
        .filter(state -> state.at() >= stop.at())
        .filter(state -> state.state().equals("disarmed") || state.state().equals("error"))
        .mapToLong(Moment.State::at)
        .min();
  }

  /// Returns the operations of Python that nobody had to interrupt.
  private Stream<Moment.Operation> byThemselves() {
    return timeline
        .all(Moment.Operation.class)
        .filter(operation -> !operation.ending().isInterrupted())
        .filter(operation -> operation.began() <= stop.at() && operation.ended() > stop.at());
  }

  private static boolean isOpen(Moment.Operation operation) {
    return operation.ending().outcome().equals(RUNNING);
  }

  private String ended(Moment.Operation operation) {
    return isOpen(operation)
        ? ", which still ran when the run ended"
        : ", which ended by itself after " + millis(operation.ended() - stop.at());
  }

  static String millis(long nanos) {
    return Amounts.significant(nanos / 1e6) + " ms";
  }
}
