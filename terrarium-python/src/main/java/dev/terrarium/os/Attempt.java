package dev.terrarium.os;

/// What came of asking the system for something that it may refuse.
///
/// @param isGranted whether it was granted
/// @param errno the C library's number of what was wrong; 0 where nothing was, or where this system
///   has no such thing
/// @param words what was granted; or what was not, why, and what to do about it
public record Attempt(boolean isGranted, int errno, String words) {
  /// Returns what tells that something was granted.
  static Attempt granted(String what) {
    return new Attempt(true, 0, what);
  }

  /// Returns what tells that this system has no such thing.
  static Attempt unavailable(String what, String why) {
    return new Attempt(false, 0, what + " is not available here: " + why);
  }

  /// Returns what tells that the system refused.
  ///
  /// @param remedy what to do, a sentence without its full stop
  static Attempt refused(String what, int errno, String remedy) {
    return new Attempt(
        false, errno, "%s was refused: %s. %s".formatted(what, Errno.words(errno), remedy));
  }

  /// Returns what a number of the C library tells: granted if it is 0.
  static Attempt of(String what, int errno, String remedy) {
    return errno == 0 ? granted(what) : refused(what, errno, remedy);
  }
}
