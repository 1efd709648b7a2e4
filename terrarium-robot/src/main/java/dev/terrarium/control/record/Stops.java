package dev.terrarium.control.record;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last times in which all Java threads stood still. Whoever sees one adds it, on any thread.
final class Stops {
  private static final int KEPT = 4_096;

  private final Deque<Stop> last = new ArrayDeque<>();

  synchronized void add(Stop stop) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(stop);
  }

  /// Returns those that may have been in a time.
  synchronized List<Stop> within(long start, long end) {
    return last.stream().filter(stop -> stop.within(start, end) > 0).toList();
  }
}
