package dev.terrarium.safety;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Logs what happens to robots, and never fails: nothing that makes a robot safe hangs on a log.
///
/// Where the log takes its time, so does the caller; what has to happen happens before.
final class Journal {
  private Journal() {}

  /// Logs a sentence; what comes of making it or of logging it is nobody's concern.
  static void log(Level level, Supplier<String> sentence) {
    log(level, sentence, null);
  }

  /// Logs a sentence with its cause.
  static void log(Level level, Supplier<String> sentence, @Nullable Throwable cause) {
    try {
      System.getLogger(Journal.class.getPackageName()).log(level, sentence.get(), cause);
    } catch (Throwable e) { // There is nobody left to tell.
    }
  }

  /// Returns the text of an object of somebody else's, or of what its text fails with.
  static String text(Object thing) {
    try {
      return String.valueOf(thing);
    } catch (Throwable e) {
      return "a "
          + thing.getClass().getName()
          + " that cannot be told: its toString() throws "
          + e.getClass().getName();
    }
  }
}
