package dev.terrarium.control.record;

import java.util.Map;

/// What a loop has done, at one time.
///
/// Histograms are corrected for omission: a cycle that comes 5 ms late stands for the four that
/// would have been late as well, had they come at all.
///
/// @param cycles how many
/// @param lateness from each deadline to when a cycle began that served it, or should have; as many
///   as there are deadlines
/// @param gap from one write of torques to the next
/// @param compute what the controller took
/// @param overruns cycles that took longer than a period
public record LoopStats(
    Cycles cycles,
    Distribution lateness,
    Distribution gap,
    Distribution compute,
    Overruns overruns) {

  /// How many cycles.
  ///
  /// @param run that were run, and read here
  /// @param missed deadlines that passed unserved
  /// @param lost that were run, but were overwritten before they could be read; nothing else is
  ///   told of them
  /// @param rate cycles per s, from the first that was read to the last; 0 before there are two
  public record Cycles(long run, long missed, long lost, double rate) {}

  /// Cycles that took longer than a period.
  ///
  /// @param byCause how many of each cause, 0 among them
  /// @param undecided how many are too new: what stopped the JVM is told some time later
  public record Overruns(Map<Cause, Long> byCause, long undecided) {
    public Overruns {
      byCause = Map.copyOf(byCause);
    }

    /// Returns how many there are.
    public long count() {
      return undecided + byCause.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Returns the share of deadlines that were served, 0 to 1; 1 before there is any.
  public double successRate() {
    long deadlines = cycles.run + cycles.lost + cycles.missed;
    return deadlines == 0 ? 1 : (double) (cycles.run + cycles.lost) / deadlines;
  }
}
