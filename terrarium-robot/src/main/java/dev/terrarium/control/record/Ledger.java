package dev.terrarium.control.record;

import dev.terrarium.control.loop.CycleRow;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is counted of a loop's cycles. For one thread at a time.
final class Ledger {
  private final long period;
  private final Lengths lateness = new Lengths();
  private final Lengths gap = new Lengths();
  private final Lengths compute = new Lengths();
  private final Map<Cause, Long> overruns = new EnumMap<>(Cause.class);

  private long run;
  private long lost;
  private long firstWoke;
  private long lastWoke;

  /// The first deadline that is told of, and the first that is not; by their numbers.
  private long first;

  private long end;
  private long lastWritten;
  private boolean isAfterLost;

  /// @param period from one deadline to the next, ns
  Ledger(long period) {
    this.period = period;
    for (Cause cause : Cause.values()) {
      overruns.put(cause, 0L);
    }
  }

  /// Counts a cycle; returns it if it was too long.
  Optional<LongCycle> add(CycleRow row) {
    long deadline = row.deadline - row.missed * period;
    for (long earlier = 0; earlier <= row.missed; earlier++) {
      lateness.add(row.woke - row.deadline + earlier * period);
    }
    compute.addAndOmitted(row.computed - row.read, period);
    long from = deadline;
    if (run == 0) {
      first = row.cycle - row.missed;
      firstWoke = row.woke;
    } else if (!isAfterLost) {
      gap.addAndOmitted(row.written - lastWritten, period);
      from = Math.max(deadline, lastWritten);
    }
    run++;
    end = row.cycle + 1;
    lastWoke = row.woke;
    lastWritten = row.written;
    isAfterLost = false;
    return row.written - from > period ? Optional.of(LongCycle.of(row, from)) : Optional.empty();
  }

  /// Counts cycles that could not be read.
  void addLost(long rows) {
    lost += rows;
    isAfterLost = true;
  }

  void addOverrun(Cause cause) {
    overruns.merge(cause, 1L, Long::sum);
  }

  LoopStats told(long undecided) {
    double seconds = (lastWoke - firstWoke) / 1e9;
    double rate = seconds > 0 ? (run + lost - 1) / seconds : 0;
    long missed = Math.max(0, end - first - run - lost);
    return new LoopStats(
        new LoopStats.Cycles(run, missed, lost, rate),
        lateness.told(),
        gap.told(),
        compute.told(),
        new LoopStats.Overruns(overruns, undecided));
  }
}
