package dev.terrarium.session.robot;

/// Says when something periodic is due: at fixed distances from its beginning, however long each
/// takes. What was missed is left out, never made up for.
final class Pacer {
  private final long period;
  private long next;
  private long missed;

  /// @param rate how many in a second
  /// @param begin when the first is due, in nanoseconds of some clock
  Pacer(double rate, long begin) {
    this.period = Math.max(1, Math.round(1e9 / rate));
    this.next = begin;
  }

  /// Returns when the next is due; that is past by less than a period.
  long next(long now) {
    long late = Math.max(0, now - next) / period;
    missed += late;
    long due = next + late * period;
    next = due + period;
    return due;
  }

  /// Returns how many were left out.
  long missed() {
    return missed;
  }
}
