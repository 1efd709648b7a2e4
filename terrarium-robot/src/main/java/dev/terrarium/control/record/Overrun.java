package dev.terrarium.control.record;

/// A cycle whose torques came more than a period after it could have begun.
///
/// Times are ns, as [System#nanoTime] tells them.
///
/// @param cycle which, counted from 0 by deadlines
/// @param from its deadline, the first of those that had passed; or when the cycle before had
///   ended, if that was later
/// @param until when the arm had taken its torques
/// @param missed how many deadlines passed before it, unserved
/// @param cause what most likely made it so long: what explains the largest part, if that is half
///   of it or more
/// @param explained how many ns of it the cause explains; 0 for [Cause#UNKNOWN]
public record Overrun(long cycle, long from, long until, long missed, Cause cause, long explained) {

  /// Returns how long it took, ns.
  public long nanos() {
    return until - from;
  }
}
