package dev.terrarium.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What became of an emergency stop: all of it from the record.
///
/// @param at when it was made
/// @param torques how long after it the arm had torques that bring it to rest, ns
/// @param rest how long after it no joint turned faster than 0.01 rad/s, ns
/// @param stuck what Python was at, if it was at something
record Stopped(long at, OptionalLong torques, OptionalLong rest, Optional<Question> stuck) {
  private static final double STILL = .01;

  /// Returns what became of a run's stop, if there was one.
  static Optional<Stopped> of(RunRecord run) {
    return run.trip().isPresent() ? Optional.of(of(run, run.trip().getAsLong())) : Optional.empty();
  }

  /// Returns it as JSON has it; ms after the stop.
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    torques.ifPresent(nanos -> figures.put("torques_ms", nanos / 1e6));
    rest.ifPresent(nanos -> figures.put("rest_ms", nanos / 1e6));
    stuck.ifPresent(question -> figures.put("python_ended_ms", (question.ended() - at) / 1e6));
    return figures;
  }

  private static Stopped of(RunRecord run, long at) {
    var cycles = run.cycles();
    int first = cycles.from(at);
    while (first < cycles.count() && !cycles.isSafe(first)) {
      first++;
    }
    int rest = cycles.count();
    while (rest > first && cycles.speed(rest - 1) <= STILL) {
      rest--;
    }
    var stuck =
        run.asking().questions().stream()
            .filter(question -> question.asked() <= at && question.ended() >= at)
            .findFirst();
    return new Stopped(at, after(cycles, first, at), after(cycles, rest, at), stuck);
  }

  private static OptionalLong after(Cycles cycles, int row, long at) {
    return row < cycles.count() ? OptionalLong.of(cycles.at(row) - at) : OptionalLong.empty();
  }
}
