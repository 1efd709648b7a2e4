package dev.terrarium.cli.demo;

import dev.terrarium.control.record.Cause;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What happened while Python was blocked: all of it from the record.
///
/// @param question the one that was not answered in time
/// @param cycles how many the loop ran meanwhile
/// @param missed how many deadlines passed unserved meanwhile
/// @param gap the longest time without new torques meanwhile
/// @param gaveWay what the arm did when its target was too old, if it came to that
record Blocked(Question question, int cycles, long missed, Gap gap, Optional<GaveWay> gaveWay) {

  private static final long LEAST = 50_000_000;
  private static final long SECOND = 1_000_000_000;

  /// A time without new torques.
  ///
  /// @param nanos how long
  /// @param cause why it was longer than a period, if that is known
  record Gap(long nanos, Optional<Cause> cause) {}

  /// A stretch in which an arm gave way.
  ///
  /// @param from when, as `to`
  /// @param held for how long it held the last target before, ns
  /// @param moved how far its flange went meanwhile, m
  /// @param resumed how long after the late answer a law had it again, ns
  /// @param away how far its flange was from where it was wanted before and afterwards
  record GaveWay(long from, long to, long held, double moved, long resumed, Away away) {
    long lasted() {
      return to - from;
    }
  }

  /// How far a flange was at most from where it was wanted, m.
  ///
  /// @param before in the second before the question
  /// @param after in the second after a law had the arm again
  record Away(double before, double after) {}

  /// Returns it as JSON has it; times in ms.
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ms", question.took() / 1e6);
    figures.put("cycles", cycles);
    figures.put("missed", missed);
    figures.put("longest_gap_ms", gap.nanos() / 1e6);
    gap.cause()
        .ifPresent(
            cause -> figures.put("longest_gap_cause", cause.name().toLowerCase(Locale.ROOT)));
    gaveWay.ifPresent(way -> {
      figures.put("held_ms", way.held() / 1e6);
      figures.put("gave_way_ms", way.lasted() / 1e6);
      figures.put("moved_mm", way.moved() * 1e3);
      figures.put("resumed_ms", way.resumed() / 1e6);
    });
    return figures;
  }

  /// Returns the longest time that Python took for an answer while the loop ran, if it was a long
  /// one; a loop that has ended does not show what a block does to it.
  static Optional<Blocked> of(RunRecord run) {
    return run.asking().questions().stream()
        .filter(question -> question.outcome() != Question.Outcome.INTERRUPTED)
        .filter(question -> question.took() >= LEAST)
        .filter(question -> run.cycles().from(question.ended()) < run.cycles().count())
        .max(Comparator.comparingLong(Question::took))
        .map(question -> of(run, question));
  }

  private static Blocked of(RunRecord run, Question question) {
    var cycles = run.cycles();
    int first = cycles.from(question.asked());
    int end = cycles.from(question.ended());
    long missed = 0;
    for (int row = first; row < end; row++) {
      missed += cycles.missed(row);
    }
    var gap =
        new Gap(
            cycles.longestGap(question.asked(), question.ended()),
            cycles.causeOfLongestGap(question.asked(), question.ended()));
    return new Blocked(question, end - first, missed, gap, gaveWay(run, question));
  }

  private static Optional<GaveWay> gaveWay(RunRecord run, Question question) {
    var cycles = run.cycles();
    int from = cycles.from(question.asked());
    int end = cycles.from(question.ended());
    while (from < end && cycles.law(from) != Cycles.GIVING_WAY) {
      from++;
    }
    int to = from;
    while (to < cycles.count() && cycles.law(to) == Cycles.GIVING_WAY) {
      to++;
    }
    if (from == end || to == cycles.count()) {
      return Optional.empty();
    }
    return Optional.of(
        new GaveWay(
            cycles.at(from),
            cycles.at(to),
            cycles.at(from) - lastTarget(run, question),
            cycles.moved(from, to),
            cycles.at(to) - question.ended(),
            new Away(
                farthest(cycles, question.asked() - SECOND, question.asked()),
                farthest(cycles, cycles.at(to), cycles.at(to) + SECOND))));
  }

  private static double farthest(Cycles cycles, long from, long to) {
    double farthest = 0;
    for (int row = cycles.from(from); row < cycles.from(to); row++) {
      farthest = Math.max(farthest, cycles.distance(row));
    }
    return farthest;
  }

  /// Returns when the target came that was held.
  private static long lastTarget(RunRecord run, Question question) {
    return run.asking().questions().stream()
        .filter(each -> each.ended() <= question.asked())
        .mapToLong(Question::ended)
        .max()
        .orElse(question.asked());
  }
}
