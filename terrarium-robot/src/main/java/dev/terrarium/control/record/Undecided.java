package dev.terrarium.control.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Cycles that were too long, until what may have stopped them has been told. For one thread at a
/// time.
final class Undecided {
  private final Stops stops;
  private final long patience;
  private final RunDelay runDelay;
  private final Deque<LongCycle> cycles = new ArrayDeque<>();

  /// @param patience how long after a cycle everything that stopped it has been told, ns
  Undecided(Stops stops, long patience, RunDelay runDelay) {
    this.stops = stops;
    this.patience = patience;
    this.runDelay = runDelay;
  }

  void add(LongCycle cycle) {
    cycles.addLast(cycle);
  }

  int count() {
    return cycles.size();
  }

  /// Decides those that are old enough.
  List<Overrun> decide(long now) {
    var decided = new ArrayList<Overrun>();
    while (!cycles.isEmpty() && now - cycles.getFirst().until() >= patience) {
      decided.add(decide(cycles.removeFirst()));
    }
    return decided;
  }

  /// Decides all, by what is known.
  List<Overrun> decideAll() {
    var decided = cycles.stream().map(this::decide).toList();
    cycles.clear();
    return decided;
  }

  private Overrun decide(LongCycle cycle) {
    long until = cycle.until();
    return cycle.because(stops.within(cycle.from(), until), runDelay.grown(cycle.from(), until));
  }
}
