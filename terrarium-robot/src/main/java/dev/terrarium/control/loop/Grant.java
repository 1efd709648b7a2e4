package dev.terrarium.control.loop;

/// What came of one thing that a loop asked of the system.
///
/// @param words what was granted; or why it was not, and what to do
public record Grant(Answer answer, String words) {
  /// Whether something was granted.
  public enum Answer {
    GRANTED,
    REFUSED,
    NOT_ASKED
  }

  static Grant notAsked(String why) {
    return new Grant(Answer.NOT_ASKED, why);
  }

  /// Whether it was granted.
  public boolean isGranted() {
    return answer == Answer.GRANTED;
  }
}
