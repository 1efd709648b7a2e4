package dev.terrarium.control.record;

/// A time in which all Java threads stood still; ns, as [System#nanoTime] tells them.
///
/// @param from when it began, at the earliest
/// @param until when it was over, at the latest
/// @param nanos how long it took; less than from `from` to `until` if these are not known exactly
record Stop(Cause cause, long from, long until, long nanos) {
  /// Returns how much of a time it takes, at most.
  long within(long start, long end) {
    return Math.min(nanos, Math.max(0, Math.min(until, end) - Math.max(from, start)));
  }
}
