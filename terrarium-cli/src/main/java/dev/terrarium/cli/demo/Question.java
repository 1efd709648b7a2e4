package dev.terrarium.cli.demo;

/// A question that a policy was asked. Times are nanoseconds since the run began.
///
/// @param asked when
/// @param ended when the answer was there, or it was clear that there will be none
/// @param stack where Python stood when it was interrupted, the innermost frame last; may be empty
public record Question(long asked, long ended, Outcome outcome, String stack) {
  /// What became of it.
  public enum Outcome {
    /// Its answer became the target within a period.
    TAKEN,
    /// Its answer came later than a period, and became the target.
    LATE,
    /// Its answer came when targets were too old already.
    DROPPED,
    /// Python was interrupted.
    INTERRUPTED,
    /// There was no answer for another reason.
    FAILED
  }

  long took() {
    return ended - asked;
  }
}
