package dev.terrarium.control.record;

import dev.terrarium.control.loop.CycleRow;
import java.util.List;

/// A cycle that took longer than a period, before its cause is known.
///
/// ```
///   from ──────── woke ── read ──────── computed ── written
///    │ asleep       │ arm   │ controller     │  arm    │
/// ```
///
/// @param from when it could have begun
record LongCycle(long cycle, long from, long missed, long woke, Parts parts) {

  /// How long its parts took, ns.
  ///
  /// @param arm reading and writing
  /// @param controller computing
  record Parts(long arm, long controller) {
    long all() {
      return arm + controller;
    }
  }

  static LongCycle of(CycleRow row, long from) {
    long arm = row.read - row.woke + row.written - row.computed;
    return new LongCycle(
        row.cycle, from, row.missed, row.woke, new Parts(arm, row.computed - row.read));
  }

  long until() {
    return woke + parts.all();
  }

  /// Says what most likely made it so long.
  ///
  /// Stops of the JVM are known by their times. How long the thread waited for its processor is
  /// known as a sum alone: it explains the sleep first, and then what the controller and the arm
  /// seem to have taken.
  ///
  /// @param stops what stood in its way
  /// @param runDelay how long its thread was ready without running, ns, in a time around it
  Overrun because(List<Stop> stops, long runDelay) {
    long until = until();
    long collector = sum(stops, Cause.COLLECTOR, from, until);
    long stopped = stopped(stops, from, until);
    long stoppedAsleep = stopped(stops, from, woke);
    long waited = Math.min(runDelay, until - from - stopped);
    long waitedAwake = Math.max(0, waited - (woke - from - stoppedAsleep));
    long taken = Math.max(0, parts.all() - (stopped - stoppedAsleep) - waitedAwake);
    long controller =
        parts.all() == 0 ? 0 : (long) (taken * (double) parts.controller() / parts.all());
    var best = new Best(until - from);
    best.offer(Cause.COLLECTOR, collector);
    best.offer(Cause.SAFEPOINT, stopped - collector);
    best.offer(Cause.SCHEDULING, waited);
    best.offer(Cause.CONTROLLER, controller);
    best.offer(Cause.ARM, taken - controller);
    return new Overrun(cycle, from, until, missed, best.cause, best.explained);
  }

  /// How long the JVM stood still. Its collector works at a safepoint, so both tell of the same
  /// time.
  private static long stopped(List<Stop> stops, long start, long end) {
    return Math.max(
        sum(stops, Cause.COLLECTOR, start, end), sum(stops, Cause.SAFEPOINT, start, end));
  }

  private static long sum(List<Stop> stops, Cause cause, long start, long end) {
    long sum = 0;
    for (Stop stop : stops) {
      sum += stop.cause() == cause ? stop.within(start, end) : 0;
    }
    return Math.min(end - start, sum);
  }

  /// The cause that explains most, if it explains half.
  private static final class Best {
    private final long all;
    private Cause cause = Cause.UNKNOWN;
    private long explained;

    Best(long all) {
      this.all = all;
    }

    void offer(Cause offered, long nanos) {
      if (nanos > explained && 2 * nanos >= all) {
        cause = offered;
        explained = nanos;
      }
    }
  }
}
